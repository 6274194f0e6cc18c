"""The few pages that belong to no part: the way in, the style sheet of assessments, a sign of life."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from cephalad.server.accounts.policy import anybody

__all__ = ["health", "style"]

_SECONDS_KEPT = 3600


@anybody
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """200 when the database answers; nothing about the installation."""
    del request
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain")


@anybody
@require_safe
def style(request: HttpRequest) -> HttpResponse:
    """The style sheet of printed and saved assessments, which the pages share."""
    del request
    answer = HttpResponse(_sheet(), content_type="text/css; charset=utf-8")
    answer["Cache-Control"] = f"max-age={_SECONDS_KEPT}"
    answer.cephalad_public = True
    return answer


@cache
def _sheet() -> str:
    return files("cephalad.write.html").joinpath("style.css").read_text(encoding="utf-8")
