"""The addresses of the lists and of the search."""

from __future__ import annotations

from typing import Any

from django.urls import path

from cephalad.server.lists import search, views

__all__ = ["urlpatterns"]

urlpatterns: list[Any] = [
    path("lists/<slug:name>/", views.work_list, name="list"),
    path("lists/<slug:name>/export.csv", views.export, name="list-export"),
    path("search/", search.search, name="search"),
]
