"""Pictures and papers for the demo, drawn by code: no real photo, no real person, and “DATA CONTOH” on each."""

import io
import random
from collections.abc import Callable, Iterable

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw, ImageFont

from bnn_portal.files import CheckedFile, check_upload

WIDTH, HEIGHT = 1200, 800
BAND = 84
INK, PAPER, WOOD, GREEN, RED = "#22313f", "#fbfaf6", "#b98d5d", "#3f8f5b", "#c2453d"
PALETTES = (
    ("#dfe9f3", "#8fb3d1", "#2f6690"),
    ("#f5e9dc", "#e0b587", "#b5651d"),
    ("#e4f0e4", "#9cc59c", "#2e7d4f"),
    ("#efe6f2", "#bfa3cc", "#6a4c93"),
)
SKIN = ("#e8b98f", "#c98f61", "#a86f45", "#f0cba8")
SHIRTS = ("#2f6690", "#b5651d", "#2e7d4f", "#8c3b3b", "#5b5f97", "#3d5a6c", "#c9a227")

Draw = ImageDraw.ImageDraw
Palette = tuple[str, str, str]


def photo(scene: str, name: str, caption: str) -> CheckedFile:
    """A photo of `scene`, the same for the same name and caption."""
    dice = random.Random(f"{scene}/{name}/{caption}")  # noqa: S311 - varies a drawing
    palette = dice.choice(PALETTES)
    image = Image.new("RGB", (WIDTH, HEIGHT), palette[0])
    draw = ImageDraw.Draw(image)
    SCENES[scene](draw, dice, palette)
    draw.rectangle((0, HEIGHT - BAND, WIDTH, HEIGHT), fill=INK)
    draw.text((28, HEIGHT - 66), "DATA CONTOH", font=ImageFont.load_default(38), fill="#ffd166")
    draw.text((330, HEIGHT - 58), caption[:70], font=ImageFont.load_default(26), fill="white")
    out = io.BytesIO()
    image.save(out, "JPEG", quality=88)
    return check_upload(SimpleUploadedFile(f"{name}.jpg", out.getvalue(), "image/jpeg"))


def paper(name: str, lines: Iterable[str]) -> CheckedFile:
    """A PDF page of plain text."""
    document = pikepdf.new()
    page = document.add_blank_page(page_size=(595, 842))
    font = document.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.Type1,
            BaseFont=pikepdf.Name.Helvetica,
            Encoding=pikepdf.Name.WinAnsiEncoding,
        )
    )
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
    text = b"BT /F1 11 Tf 17 TL 71 771 Td\n"
    for line in ("DATA CONTOH", "", *lines):
        text += b"<" + line.encode("cp1252").hex().encode() + b"> Tj T*\n"
    page.Contents = document.make_stream(text + b"ET")
    out = io.BytesIO()
    document.save(out, deterministic_id=True)
    return check_upload(SimpleUploadedFile(f"{name}.pdf", out.getvalue(), "application/pdf"))


def _person(draw: Draw, dice: random.Random, x: float, y: float, size: float, shirt: str = "") -> None:
    """Someone seen from afar: a head without a face, and shoulders."""
    draw.rounded_rectangle(
        (x - size * 0.62, y, x + size * 0.62, y + size * 1.7), size * 0.5, fill=shirt or dice.choice(SHIRTS)
    )
    draw.ellipse((x - size * 0.4, y - size * 0.85, x + size * 0.4, y + size * 0.05), fill=dice.choice(SKIN))
    draw.chord((x - size * 0.42, y - size * 0.9, x + size * 0.42, y - size * 0.05), 180, 360, fill=INK)


def _floor(draw: Draw, y: int, colour: str) -> None:
    draw.rectangle((0, y, WIDTH, HEIGHT), fill=colour)


def _sign(draw: Draw, box: tuple[int, int, int, int], text: str, fill: str, size: int = 30) -> None:
    draw.rounded_rectangle(box, 8, fill=fill)
    draw.text(
        ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2),
        text,
        font=ImageFont.load_default(size),
        fill="white",
        anchor="mm",
    )


def _hall(draw: Draw, dice: random.Random, palette: Palette) -> None:
    _floor(draw, 520, palette[1])
    for x in range(0, WIDTH, 150):
        draw.line((x, 0, x, 330), fill=palette[1], width=3)
    _sign(draw, (300, 60, 900, 330), "KOTA TANGGAP ANCAMAN NARKOBA", palette[2])
    draw.rectangle((220, 360, 980, 430), fill=WOOD)
    for x in (330, 480, 630, 780):
        _person(draw, dice, x, 330, 34)
    draw.rectangle((220, 400, 980, 440), fill="#8a6238")
    for row, y in enumerate((500, 580, 660)):
        for x in range(70 - row * 20, WIDTH, 120 + row * 14):
            _person(draw, dice, x, y, 38 + row * 5)


def _classroom(draw: Draw, dice: random.Random, palette: Palette) -> None:
    _floor(draw, 560, WOOD)
    draw.rectangle((180, 90, 800, 400), fill="#2f4f3e", outline="#8a6238", width=14)
    draw.text((240, 150), "Berani menolak,", font=ImageFont.load_default(54), fill="#eaf4ea")
    draw.text((240, 230), "berani melapor.", font=ImageFont.load_default(54), fill="#eaf4ea")
    draw.rectangle((900, 110, 1120, 360), fill="#cfe5f7", outline="white", width=10)
    draw.line((1010, 110, 1010, 360), fill="white", width=8)
    _person(draw, dice, 860, 330, 52, palette[2])
    for y, count in ((520, 7), (620, 6)):
        for column in range(count):
            x = 110 + column * (980 / (count - 1))
            _person(draw, dice, x, y, 42, "#f4f4f4")
            draw.rectangle((x - 60, y + 60, x + 60, y + 76), fill="#8a6238")


def _village(draw: Draw, dice: random.Random, palette: Palette) -> None:
    draw.rectangle((0, 0, WIDTH, 430), fill="#cfe6f5")
    draw.polygon([(0, 430), (260, 190), (520, 430)], fill="#7fa58a")
    draw.polygon([(300, 430), (690, 130), (1100, 430)], fill="#6b947a")
    _floor(draw, 430, "#9a9a94")
    for x in (0, 960):
        for step, colour in enumerate((dice.choice(SHIRTS), dice.choice(SHIRTS))):
            left, top = x + step * 120, 300 + step * 26
            draw.rectangle((left, top, left + 130, 560), fill=PAPER, outline=INK)
            draw.polygon([(left - 14, top), (left + 65, top - 70), (left + 144, top)], fill=colour)
            draw.rectangle((left + 45, 470, left + 85, 560), fill=WOOD)
    draw.rectangle((300, 230, 330, 600), fill=GREEN)
    draw.rectangle((870, 230, 900, 600), fill=GREEN)
    _sign(draw, (290, 170, 910, 260), "KELURAHAN BERSINAR", GREEN, 42)
    for x in range(400, 850, 80):
        _person(draw, dice, x, 520 + dice.randrange(40), 38)


def _meeting(draw: Draw, dice: random.Random, palette: Palette) -> None:
    _floor(draw, 470, palette[1])
    draw.rectangle((430, 70, 770, 260), fill=PAPER, outline=INK, width=6)
    for y, width in ((110, 240), (150, 180), (190, 220)):
        draw.line((470, y, 470 + width, y), fill=palette[2], width=10)
    for x in range(250, 1000, 140):
        _person(draw, dice, x, 380, 46)
    draw.ellipse((110, 440, 1090, 660), fill=WOOD, outline="#8a6238", width=8)
    for x in range(240, 1000, 150):
        draw.rectangle((x, 500, x + 70, 550), fill=PAPER)
        draw.ellipse((x + 90, 505, x + 120, 535), fill=palette[2])
    for x in range(220, 1050, 160):
        _person(draw, dice, x, 640, 52)


def _health_post(draw: Draw, dice: random.Random, palette: Palette) -> None:
    _floor(draw, 540, "#d9dfe3")
    _sign(draw, (120, 80, 620, 190), "LAYANAN KONSELING", palette[2], 40)
    draw.ellipse((760, 80, 960, 280), fill="white", outline=GREEN, width=8)
    draw.rectangle((840, 115, 880, 245), fill=GREEN)
    draw.rectangle((795, 160, 925, 200), fill=GREEN)
    for x in (300, 800):
        _person(draw, dice, x, 380, 58, "#f4f7f9")
    draw.rectangle((140, 480, 1060, 520), fill=WOOD)
    draw.rectangle((160, 520, 1040, 690), fill="#8a6238")
    for x in range(420, 700, 60):
        draw.rounded_rectangle((x, 430, x + 36, 480), 6, fill="white", outline=palette[2], width=4)
    for x in (420, 600, 960):
        _person(draw, dice, x, 600, 54)


def _phone(draw: Draw, dice: random.Random, palette: Palette) -> None:
    draw.ellipse((-200, 300, 700, 1200), fill=palette[1])
    for x in (170, 480, 790):
        draw.rounded_rectangle((x, 60, x + 250, 660), 34, fill=INK)
        draw.rounded_rectangle((x + 14, 92, x + 236, 630), 14, fill="white")
        draw.rectangle((x + 30, 112, x + 220, 340), fill=dice.choice(SHIRTS))
        draw.polygon([(x + 100, 180), (x + 100, 280), (x + 170, 230)], fill="white")
        for y in (370, 410, 450):
            draw.line((x + 32, y, x + 110 + dice.randrange(100), y), fill="#b8c2cc", width=12)
        draw.ellipse((x + 32, 490, x + 78, 536), fill=RED)
        draw.text((x + 92, 496), f"{dice.randrange(2, 30) * 100}", font=ImageFont.load_default(30), fill=INK)


def _sheet(draw: Draw, dice: random.Random, palette: Palette) -> None:
    draw.rectangle((0, 0, WIDTH, HEIGHT), fill=WOOD)
    for offset, colour in ((40, "#e9e4d8"), (0, PAPER)):
        draw.rectangle((340 + offset, 50 + offset, 860 + offset, 690 + offset), fill=colour, outline="#d5cfbf")
    draw.ellipse((570, 80, 630, 140), outline=palette[2], width=6)
    draw.line((420, 170, 780, 170), fill=INK, width=6)
    for y in range(220, 560, 34):
        draw.line((400, y, 560 + dice.randrange(240), y), fill="#9aa3ab", width=9)
    draw.ellipse((640, 560, 760, 660), outline="#6a4c93", width=7)
    draw.line((980, 180, 1090, 560), fill=palette[2], width=20)


def _field(draw: Draw, dice: random.Random, palette: Palette) -> None:
    draw.rectangle((0, 0, WIDTH, 320), fill="#cfe6f5")
    _floor(draw, 320, "#7fae6d")
    _sign(draw, (260, 110, 940, 220), "PEMUDA SEHAT TANPA NARKOBA", palette[2], 36)
    draw.line((260, 220, 260, 340), fill=INK, width=8)
    draw.line((940, 220, 940, 340), fill=INK, width=8)
    draw.ellipse((450, 440, 750, 620), outline="white", width=6)
    draw.line((600, 320, 600, HEIGHT), fill="white", width=6)
    for index in range(10):
        _person(draw, dice, 90 + index * 113, 400 + dice.randrange(190), 36, palette[2] if index % 2 else "#c9a227")
    draw.ellipse((585, 560, 621, 596), fill="white", outline=INK, width=3)


def _patrol(draw: Draw, dice: random.Random, palette: Palette) -> None:
    draw.rectangle((0, 0, WIDTH, HEIGHT), fill="#26364a")
    draw.ellipse((980, 60, 1080, 160), fill="#f4e9c1")
    for x in range(0, WIDTH, 200):
        top = 160 + dice.randrange(140)
        draw.rectangle((x, top, x + 170, 520), fill="#34495e")
        for y in range(top + 24, 480, 60):
            for window in (x + 24, x + 100):
                draw.rectangle((window, y, window + 40, y + 30), fill=dice.choice(("#ffd166", "#3d566e")))
    _floor(draw, 520, "#4b5a68")
    for x in range(300, 940, 120):
        _person(draw, dice, x, 520, 46, "#c9a227")
        draw.rectangle((x - 28, 556, x + 28, 570), fill="#f4f7f9")


SCENES: dict[str, Callable[[Draw, random.Random, Palette], None]] = {
    "hall": _hall,
    "classroom": _classroom,
    "village": _village,
    "meeting": _meeting,
    "health_post": _health_post,
    "phone": _phone,
    "sheet": _sheet,
    "field": _field,
    "patrol": _patrol,
}
