"""How several readings of one figure are told, for the scripts beside this one."""
import statistics


def told(readings, digits=3):
    """The median, and in brackets the smallest and the largest."""
    return (f"{statistics.median(readings):.{digits}g} "
            f"({min(readings):.{digits}g} to {max(readings):.{digits}g})")
