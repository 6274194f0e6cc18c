"""The addresses of entry."""

from __future__ import annotations

from typing import Any

from django.urls import path

from cephalad.server.entry import events, headers, history, identity, importing

__all__ = ["urlpatterns"]

urlpatterns: list[Any] = [
    path("new-case/", headers.begin_new_case, name="entry-new-case"),
    path("new-case/<uuid:form>/", headers.new_case, name="entry-new-case-form"),
    path("import/", importing.begin_import, name="entry-import"),
    path("import/template.csv", importing.import_template, name="entry-import-template"),
    path("import/<uuid:form>/", importing.import_file, name="entry-import-file"),
    path("cases/<str:subject>/enter/", events.choose, name="entry"),
    path("cases/<str:subject>/enter/<slug:kind>/", events.begin_enter, name="entry-begin"),
    path("cases/<str:subject>/enter/<slug:kind>/<uuid:form>/", events.enter, name="entry-event"),
    path("cases/<str:subject>/header/", headers.begin_header, name="entry-header"),
    path("cases/<str:subject>/header/<uuid:form>/", headers.header, name="entry-header-form"),
    path("cases/<str:subject>/identity/", identity.identity, name="entry-identity"),
    path("cases/<str:subject>/history/", history.case_history, name="entry-history"),
    path("cases/<str:subject>/events/<str:event>/correct/", events.begin_correct, name="entry-begin-correct"),
    path("cases/<str:subject>/events/<str:event>/correct/<uuid:form>/", events.correct, name="entry-correct"),
    path("cases/<str:subject>/events/<str:event>/withdraw/", events.begin_withdraw, name="entry-begin-withdraw"),
    path("cases/<str:subject>/events/<str:event>/withdraw/<uuid:form>/", events.withdraw, name="entry-withdraw"),
]
