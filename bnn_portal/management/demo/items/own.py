"""What BNN Kota Malang itself leads."""

from datetime import date

from bnn_portal.management.demo.story import BeforeReport, Item, Photo, Told

OWN = (
    Item(
        outcome=6,
        title="Bimbingan teknis penggiat P4GN",
        leads=("bnn",),
        supporting=("bakesbangpol", "granat"),
        pillar="empowerment",
        topics=("community", "prevention"),
        variable="community_resilience",
        criteria="Penggiat dari empat lingkungan mampu menjalankan kegiatan sendiri.",
        indicator="Penggiat yang dibimbing",
        unit="orang",
        target=120,
        starts=date(2024, 2, 1),
        due=date(2024, 11, 29),
        group="community",
        funding="dipa",
        areas=("Blimbing", "Kedungkandang", "Klojen", "Lowokwaru", "Sukun"),
        measures=(("B06 2024", "60 penggiat", 60), ("B12 2024", "120 penggiat", 120)),
        told=(
            Told(
                date(2024, 5, 16),
                "in_progress",
                "Bimbingan untuk penggiat lingkungan pendidikan dan pemerintah.",
                value=62,
                photos=(Photo("classroom", "bimtek-penggiat"),),
            ),
            Told(
                date(2024, 10, 24),
                "done",
                "Bimbingan untuk lingkungan swasta dan masyarakat selesai. Setiap penggiat menyusun rencana kegiatan.",
                value=124,
                photos=(Photo("classroom", "bimtek-terakhir"), Photo("meeting", "rencana-kegiatan")),
            ),
        ),
    ),
    Item(
        outcome=8,
        title="Mendampingi pengumpulan data indeks KOTAN",
        leads=("bnn",),
        supporting=("kejari", "kodim"),
        pillar="research",
        topics=("technology", "detection"),
        variable="institution",
        text="BNN RI yang menghitung indeks. Yang dilaporkan di sini hanya kelengkapan pengumpulan datanya.",
        criteria="Semua responden yang diminta mengisi kuesioner tepat waktu.",
        indicator="Putaran pengumpulan yang lengkap",
        unit="putaran",
        target=4,
        starts=date(2024, 10, 1),
        due=365,
        group="government",
        funding="dipa",
        areas=("Dinoyo", "Jodipan", "Kotalama", "Tanjungrejo", "Tlogomas"),
        told=(
            Told(
                date(2024, 12, 5),
                "in_progress",
                "Putaran pertama lengkap. Pengisian di kelurahan didampingi penyuluh.",
                value=1,
                photos=(Photo("phone", "pengisian-kuesioner"),),
            ),
            Told(BeforeReport(14), "in_progress", "Putaran kedua lengkap.", value=2),
            Told(
                -22,
                "in_progress",
                "Persiapan putaran berikutnya: daftar responden diperbarui bersama instansi.",
                value=2,
                photos=(Photo("meeting", "rapat-responden"),),
            ),
        ),
    ),
)
