"""The addresses of the list and of a case."""

from __future__ import annotations

from typing import Any

from django.urls import path

from cephalad.server.cases import views

__all__ = ["urlpatterns"]

urlpatterns: list[Any] = [
    path("", views.cases, name="home"),
    path("cases/<str:subject>/", views.case, name="case"),
    path("cases/<str:subject>/answer/", views.answer, name="case-answer"),
]
