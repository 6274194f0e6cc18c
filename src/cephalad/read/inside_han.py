"""Whether a Chinese sentence says that something lies inside a vein: 静脉内见肿物, 切开静脉取出瘤体, 肿物位于静脉."""

from __future__ import annotations

import re

from cephalad.read.chunks import Chunk
from cephalad.read.matcher import Match

__all__ = ["is_cut_through", "is_taken_out", "lies_inside", "starts_inside"]

_INSIDE = re.compile(  # 静脉扩张内有肿块 has lost its blank
    r"(?:(?:明显|轻度|稍)?(?:迂曲|扩张|增粗|增宽|曲张|怒张|扩大){1,2}(?=(?:管?腔|其)?内(?!膜)))?"
    r"(?:(?:肝后|[^,，;；。旁外后前周邻侧压推与及]){0,8}(?:以[上下]|水平|平面|层面|段))?"
    r"(?:管腔|腔|(?:[近远断残]端|断面|切口|破口|[近远上中下]段|主干|分支|分叉|入口|开口|汇入|交界|汇合|起始)[处部]?)?[仍尚]?[内里中未可见探无有]"
)
_SUCH = re.compile(  # 右房巨大占位
    "(?:巨大|较大|大|小|多发|多个|单发|孤立性?|可疑|异常|新生|残[余留]|实质?性|[高低等]密度|[高低等]回声|软组织|强化|活动性?|带蒂"
    "|不?规则|类?圆形|椭圆形|分叶[状形]|团[块片]?状|结节[状样]|条[索带]?[状样]|长条[状形]|占位性?|铸[型形状]|的|之){1,3}"
)
_MOST_BETWEEN = 24
_LIKENED = re.compile("[见有呈为]与[^,，;；的]*$")
"""Before a mass to which what a vein holds is likened: 静脉内见与肌瘤信号相似的条状影."""

_TAKEN_OUT = re.compile(
    r"[^,，;；。:未无不]{0,16}(?:[取拉抽牵剥拖挤拽夹掏]出|取[尽净]|剥除|摘除)[^,，;；。:旁外]{0,12}"
)
_TIED = ("结扎", "离断", "切断", "避开", "游离", "阻断")
"""What a vein is to a surgeon who takes a mass out of something else: 切断卵巢静脉取出肿物."""

_HELD = re.compile(r"(?:(?:位于|见于|处于|占据|充填|填充|充满)[^,，;。]{0,6}|[由从][左右双侧]{0,2})$")
_BY = re.compile(r"(?:管?腔)?(?:完全|几乎|部分|大部分?)?[被为由](?:巨大|较大|大|软组织|实性)?")
_FILLED = re.compile(r"(?:所|完全|几乎|部分|大部分?)*(?:充填|占据|占满|堵塞|阻塞|填满|充满|取代|填塞)")
"""下腔静脉被肿块占据; not what is only pressed by one."""

_OUTSIDE = re.compile(r"(?:旁|外|后方|前方|后侧|前侧|左侧|右侧|周围|水平|平面|上方|下方|壁)")
_STARTS = re.compile(r"\s?(?:其|管|腔|管腔|其管腔)?内(?!部|膜)")
_OPENED = re.compile("(?<!未)(?<!未[予行能])[切剖剪打]开|切口")
_CUT_THROUGH = re.compile("结扎|离断|切断|凝断|断扎")
_REMOVED = re.compile("切除|摘除|剥除|移除|取出")


def lies_inside(text: str, mass: Match, vein: Match) -> bool:
    """Whether a word for a mass lies in the vein that is named beside it, by what stands between the two."""
    if mass.end <= vein.start:
        held = _HELD.search(text, mass.end, vein.start)
        return held is not None and not _OUTSIDE.match(text, vein.end)
    between = text[vein.end : mass.start].lstrip(" :|-+)术")
    if not between or _SUCH.fullmatch(between):
        return True
    if _BY.fullmatch(between):
        return _FILLED.match(text, mass.end) is not None
    if len(between) <= _MOST_BETWEEN and _INSIDE.match(between) and not _LIKENED.search(between):
        return True
    return _TAKEN_OUT.fullmatch(between) is not None and not text.endswith(_TIED, 0, vein.start)


def starts_inside(text: str, part: Chunk) -> bool:
    """Whether a part begins inside the vein that was named before it: 静脉增粗，内见肿物."""
    return _STARTS.match(text, part.start) is not None


def is_cut_through(text: str, part: Chunk) -> bool:
    """Whether a part only cuts a vein through: what is taken out next lay elsewhere, 离断卵巢静脉，取出肿瘤."""
    if part.of("content") or part.of("head"):
        return False
    return _CUT_THROUGH.search(text, part.start, part.end) is not None


def is_taken_out(text: str, part: Chunk, previous: Chunk | None) -> bool:
    """Whether what a part takes out lay in the vein that was opened just before: 右房切开、肿瘤摘除."""
    if previous is None or not previous.of("place") or part.of("organ"):
        return False
    opened = _OPENED.search(text, previous.start, previous.end)
    return opened is not None and _REMOVED.search(text, part.start, part.end) is not None
