"""Draw the picture that messengers show beside a shared link: `.venv/bin/python docs/share-image/draw.py`."""

from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

ROOT = Path(__file__).parents[2]
FONTS = ROOT / "static/fonts/pdf"
TARGET = ROOT / "static/img/share.png"
SIZE = (1200, 630)
BRAND, GOLD, WHITE, SOFT = "#0b3b7a", "#f2b632", "#ffffff", "#c6d7ef"
# The emblem of the portal in its own 48 units: shield, and three rising bars.
SHIELD = [
    (24, 3.5),
    (41, 8.5),
    (41, 23.5),
    (38.6, 32.4),
    (32.6, 39.6),
    (24, 44.3),
    (15.4, 39.6),
    (9.4, 32.4),
    (7, 23.5),
]
SHIELD += [(7, 8.5), (24, 3.5), (41, 8.5)]
BARS = [((16, 31), (16, 25)), ((24, 33.5), (24, 19)), ((32, 31), (32, 14))]


def font(name: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONTS / f"Arimo-{name}.ttf", size)


def draw() -> None:
    """Drawn twice as large and scaled down, so that its edges are smooth."""
    picture = Image.new("RGB", (SIZE[0] * 2, SIZE[1] * 2), BRAND)
    pen = ImageDraw.Draw(picture)

    def place(point: tuple[float, float]) -> tuple[float, float]:
        return 130 + point[0] * 12, 340 + point[1] * 12

    pen.line([place(point) for point in SHIELD], fill=GOLD, width=30, joint="curve")
    for bar in BARS:
        pen.line([place(point) for point in bar], fill=WHITE, width=54)
    left = 820
    pen.text((left, 340), "Kota Malang", font=font("Bold", 150), fill=WHITE)
    pen.text((left, 510), "Tanggap Ancaman Narkoba", font=font("Bold", 112), fill=WHITE)
    pen.text((left, 700), "Apa yang dijanjikan, siapa yang mengerjakan,", font=font("Regular", 66), fill=SOFT)
    pen.text((left, 785), "dan sampai di mana.", font=font("Regular", 66), fill=SOFT)
    pen.text((left, 930), "Portal KOTAN · BNN Kota Malang", font=font("Bold", 60), fill=GOLD)
    pen.rectangle([(0, SIZE[1] * 2 - 24), (SIZE[0] * 2, SIZE[1] * 2)], fill=GOLD)
    small = picture.resize(SIZE, Image.Resampling.LANCZOS).quantize(64, dither=Image.Dither.NONE)
    small.save(TARGET, optimize=True)


if __name__ == "__main__":
    draw()
