"""The addresses of the screened archive."""

from __future__ import annotations

from typing import Any

from django.urls import path

from cephalad.server.screening import views

__all__ = ["urlpatterns"]

urlpatterns: list[Any] = [
    path("screening/", views.screening, name="screening"),
    path("screening/labels.csv", views.export, name="screening-labels"),
    path("screening/<slug:report>/decide/", views.decide_report, name="screening-decide"),
    path("screening/<slug:report>/open/", views.open_report, name="screening-open"),
]
