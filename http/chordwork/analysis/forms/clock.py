"""How the command line writes times."""


def clock(seconds: float) -> str:
    """Minutes and seconds, to hundredths: ``clock(62.5) == "1:02.50"``."""
    minutes, hundredths = divmod(round(seconds * 100), 6000)
    return f"{minutes}:{hundredths // 100:02d}.{hundredths % 100:02d}"


def short_clock(seconds: float) -> str:
    """Minutes and whole seconds, rounded down: ``short_clock(62.5) == "1:02"``."""
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"
