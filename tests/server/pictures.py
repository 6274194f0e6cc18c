"""Pictures of pages made small: few colours, which is all that text on paper has, and no picture library."""

from __future__ import annotations

import base64
import struct
import zlib
from typing import Any

__all__ = ["picture"]

_COLOURS = """
async (source) => {
  const image = new Image();
  image.src = "data:image/png;base64," + source;
  await image.decode();
  const canvas = new OffscreenCanvas(image.width, image.height);
  const pen = canvas.getContext("2d");
  pen.drawImage(image, 0, 0);
  const seen = pen.getImageData(0, 0, image.width, image.height).data;
  const count = new Map();
  const key = (at) => ((seen[at] >> 3) << 10) | ((seen[at + 1] >> 3) << 5) | (seen[at + 2] >> 3);
  for (let at = 0; at < seen.length; at += 4) {
    const each = count.get(key(at)) || { number: 0, exact: new Map() };
    const whole = (seen[at] << 16) | (seen[at + 1] << 8) | seen[at + 2];
    each.number += 1;
    each.exact.set(whole, (each.exact.get(whole) || 0) + 1);
    count.set(key(at), each);
  }
  const most = [...count.entries()].sort((a, b) => b[1].number - a[1].number || a[0] - b[0]).slice(0, 64);
  const palette = most.map(([, each]) => [...each.exact.entries()].sort((a, b) => b[1] - a[1] || a[0] - b[0])[0][0]);
  const near = new Map();
  const nearest = (at) => {
    const whole = (seen[at] << 16) | (seen[at + 1] << 8) | seen[at + 2];
    if (!near.has(whole)) {
      let best = 0, least = Infinity;
      palette.forEach((other, place) => {
        const part = (shift) => ((whole >> shift) & 255) - ((other >> shift) & 255);
        const apart = part(16) ** 2 + part(8) ** 2 + part(0) ** 2;
        if (apart < least) { best = place; least = apart; }
      });
      near.set(whole, best);
    }
    return near.get(whole);
  };
  const places = new Uint8Array(seen.length / 4);
  for (let at = 0; at < seen.length; at += 4) places[at / 4] = nearest(at);
  let text = "";
  for (let at = 0; at < places.length; at += 32768) text += String.fromCharCode(...places.subarray(at, at + 32768));
  return { width: image.width, height: image.height, palette, places: btoa(text) };
}
"""


def picture(page: Any, **asked: Any) -> bytes:
    """A PNG of what the page shows, in at most 64 colours.

    Parameters
    ----------
    asked : as for Playwright's `screenshot`, such as ``clip``
    """
    # Hiding the caret would leave style attributes behind, which the page's policy then forbids to be copied.
    whole = base64.b64encode(page.screenshot(caret="initial", **asked)).decode()
    # The colours are counted on a page of its own: the one that is shown forbids pictures out of data.
    desk = page.context.browser.new_page()
    try:
        found = desk.evaluate(_COLOURS, whole)
    finally:
        desk.close()
    return _png(found["width"], found["height"], found["palette"], base64.b64decode(found["places"]))


def _png(width: int, height: int, palette: list[int], places: bytes) -> bytes:
    """A picture of one byte a point, by the Portable Network Graphics specification."""
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    colours = b"".join(colour.to_bytes(3, "big") for colour in palette)
    lines = b"".join(b"\0" + places[at : at + width] for at in range(0, len(places), width))
    parts = ((b"IHDR", head), (b"PLTE", colours), (b"IDAT", zlib.compress(lines, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, content) for name, content in parts)


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
