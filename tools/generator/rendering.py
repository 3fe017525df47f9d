"""Images of a scene: one window kept open, in which only points and places change from frame to frame."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Self

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.random import Generator
    from numpy.typing import NDArray

    from tools.generator.arrays import Array, Image
    from tools.generator.dressing import Dressed
    from tools.generator.filming import Camera
    from tools.generator.loads import Load
    from tools.generator.surroundings import Thing


@dataclass(frozen=True)
class Light:
    """One light: where it is, in metres, its colour, and how strong."""

    place_m: tuple[float, float, float]
    colour: tuple[float, float, float]
    strength: float


def draw_lights(rng: Generator, camera: Camera, *, held_out: bool) -> tuple[Light, ...]:
    """Soft rooms for training; hard lamps from one place, or from behind, for testing."""
    lights = _lights_aside(rng, camera, held_out=held_out)
    if not camera.turned_deg:
        return lights
    return tuple(
        light if light.place_m == camera.position_m else replace(light, place_m=_turned(light.place_m, camera))
        for light in lights
    )


def _turned(place_m: tuple[float, float, float], camera: Camera) -> tuple[float, float, float]:
    x, y, z = place_m
    cosine, sine = np.cos(np.radians(camera.turned_deg)), np.sin(np.radians(camera.turned_deg))
    return (float(cosine * x - sine * y), float(sine * x + cosine * y), z)


def _lights_aside(rng: Generator, camera: Camera, *, held_out: bool) -> tuple[Light, ...]:
    warm = np.array([1.0, 1.0 - 0.12 * rng.random(), 1.0 - 0.3 * rng.random()])
    tint = (float(warm[0]), float(warm[1]), float(warm[2]))
    level = float(rng.uniform(0.7, 1.3))
    if held_out:
        behind = rng.random() < 0.4
        place = (camera.side * (-2.0 if behind else 2.5), float(rng.normal(0, 3)), float(rng.uniform(1.0, 5.0)))
        return (Light(place, tint, 1.1 * level), Light(camera.position_m, (1.0, 1.0, 1.0), 0.22 * level))
    key = (camera.side * float(rng.uniform(1, 4)), float(rng.normal(0, 2.5)), float(rng.uniform(2.5, 5)))
    fill = (camera.side * float(rng.uniform(1, 4)), float(rng.normal(0, 3)), float(rng.uniform(0.5, 2)))
    top = (float(rng.normal(0, 1)), float(rng.normal(0, 1)), 6.0)
    shares = rng.dirichlet((5, 3, 3))
    return tuple(
        Light(place, colour, float(1.35 * level * share))
        for place, colour, share in zip((key, fill, top), (tint, (1.0, 1.0, 1.0), tint), shares, strict=True)
    )


class Stage:
    """A scene in an invisible window; close it when done."""

    def __init__(
        self,
        camera: Camera,
        things: Sequence[Thing],
        lights: Sequence[Light],
        dressed: Dressed,
        load: Load | None,
    ) -> None:
        os.environ.setdefault("LP_NUM_THREADS", "0")
        import pyvista as pv  # noqa: PLC0415 heavy

        self.camera = camera
        self.plotter: Any = pv.Plotter(off_screen=True, window_size=[camera.width, camera.height], lighting="none")
        self.plotter.render_window.SetMultiSamples(0)
        self.plotter.set_background([0.5, 0.5, 0.52])
        for light in lights:
            lamp = pv.Light(
                position=light.place_m, color=light.colour, light_type="scene light", intensity=light.strength
            )
            self.plotter.add_light(lamp)
        added = [(thing, self._add_thing(thing)) for thing in things]
        self._followers = [actor for thing, actor in added if thing.follows]
        self._body = self._add_body(dressed)
        self._others: list[Any] = []
        self._load = [self._add_piece(*piece) for piece in load.pieces] if load else []
        self._look()
        self._grid = _lens_grid(camera) if camera.bend else None

    def __enter__(self) -> Self:
        """Return the stage itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the window."""
        self.plotter.close()

    def _add_thing(self, thing: Thing) -> Any:
        import pyvista as pv  # noqa: PLC0415 heavy

        if thing.texture is None:
            return self.plotter.add_mesh(thing.mesh, color=thing.colour, ambient=0.35, diffuse=0.75)
        texture = pv.numpy_to_texture(thing.texture)
        texture.repeat = True
        clear = thing.texture.shape[2] == 4
        return self.plotter.add_mesh(thing.mesh, texture=texture, ambient=0.4, diffuse=0.0 if clear else 0.7)

    def _add_body(self, dressed: Dressed) -> Any:
        import pyvista as pv  # noqa: PLC0415 heavy

        points = np.zeros((dressed.count, 3), np.float32)
        mesh = pv.PolyData.from_regular_faces(points, dressed.faces)
        mesh.point_data["colour"] = dressed.colours
        mesh.point_data.active_normals = np.tile(np.array([0, 0, 1], np.float32), (dressed.count, 1))
        self.plotter.add_mesh(
            mesh,
            scalars="colour",
            rgb=True,
            smooth_shading=True,
            ambient=0.32,
            diffuse=0.8,
            specular=0.06,
            specular_power=12,
        )
        return mesh

    def _add_piece(self, mesh: Any, colour: tuple[float, float, float], shine: float) -> Any:
        return self.plotter.add_mesh(
            mesh, color=colour, ambient=0.3, diffuse=0.8, specular=shine, specular_power=25, smooth_shading=False
        )

    def _look(self) -> None:
        camera, view = self.camera, self.plotter.camera
        _, up, _ = camera.axes()
        view.position, view.focal_point, view.up = camera.position_m, camera.target_m, tuple(up)
        view.view_angle = camera.field_of_view_deg
        view.clipping_range = (0.05, 60.0)

    def join(self, others: Sequence[Dressed]) -> None:
        """Add more people, whose places are given to `render` in the same order."""
        self._others += [self._add_body(other) for other in others]

    def follow(self, left_m: float, back_m: float) -> None:
        """Move what follows the person, such as the shadow under the feet, to where the person is."""
        for actor in self._followers:
            actor.position = (left_m, back_m, 0.0)

    def render(
        self,
        points: NDArray[np.float32],
        normals: NDArray[np.float32],
        load_matrix: Array | None,
        others: Sequence[tuple[NDArray[np.float32], NDArray[np.float32]]] = (),
    ) -> Image:
        """Image ``[row, column, 3]`` (red first) with the body, what it holds, and others at these places."""
        from vtkmodules.util.numpy_support import vtk_to_numpy  # noqa: PLC0415 heavy
        from vtkmodules.vtkCommonCore import vtkUnsignedCharArray  # noqa: PLC0415 heavy

        _put(self._body, points, normals)
        for body, place in zip(self._others, others, strict=True):
            _put(body, *place)
        if load_matrix is not None:
            for actor in self._load:
                actor.user_matrix = load_matrix
        window = self.plotter.render_window
        window.Render()
        held = vtkUnsignedCharArray()
        width, height = self.camera.width, self.camera.height
        window.GetPixelData(0, 0, width - 1, height - 1, 0, held, 0)
        image: Image = np.ascontiguousarray(vtk_to_numpy(held).reshape(height, width, 3)[::-1])
        return image if self._grid is None else _through_lens(image, self._grid)


def _put(body: Any, points: NDArray[np.float32], normals: NDArray[np.float32]) -> None:
    body.points[:] = points
    body.GetPoints().Modified()
    body.point_data.active_normals[:] = normals
    body.GetPointData().GetNormals().Modified()


def _lens_grid(camera: Camera) -> tuple[Any, Any]:
    """Return the pixel of the straight image from which each pixel of the bent one comes."""
    rows, columns = np.mgrid[0 : camera.height, 0 : camera.width].astype(float)
    middle = np.array([0.5 * camera.width - 0.5, 0.5 * camera.height - 0.5])
    straight = camera.straightened(np.stack([columns, rows], axis=-1) - middle) + middle
    return straight[..., 0].astype(np.float32), straight[..., 1].astype(np.float32)


def _through_lens(image: Image, grid: tuple[Any, Any]) -> Image:
    import cv2  # noqa: PLC0415 heavy

    bent: Any = cv2.remap(image, grid[0], grid[1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    through: Image = bent
    return through
