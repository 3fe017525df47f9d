"""What needs the whole body at once: the centre of mass over the foot, and the hip travel that balance asks for."""
