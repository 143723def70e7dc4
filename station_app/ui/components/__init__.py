"""The parts pages are built from: each looks one way and is made once; the gallery shows all."""
