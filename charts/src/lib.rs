//! Figures in, pictures out: ranked bars, trends, heat maps as SVG and PNG. No I/O, no clock.
