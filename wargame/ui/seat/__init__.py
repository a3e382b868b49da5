"""The screens of one seat: desk, orders, world, news, and the windows that open over them."""
