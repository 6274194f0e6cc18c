"""The addresses of reading a report."""

from __future__ import annotations

from typing import Any

from django.urls import path

from cephalad.server.reading import views

__all__ = ["urlpatterns"]

urlpatterns: list[Any] = [
    path("new-case/read/", views.read_for_new_case, name="reading-new-case"),
    path("cases/<str:subject>/read/", views.read_for_case, name="reading"),
]
