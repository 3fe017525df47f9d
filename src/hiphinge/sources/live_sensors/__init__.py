"""Motion sensors that send while they are worn: by network, Lab Streaming Layer or Bluetooth, behind one interface."""

from hiphinge.sources.live_sensors.datagrams import samples_of
from hiphinge.sources.live_sensors.opening import SCHEMES, open_sensors
from hiphinge.sources.live_sensors.source import Arrival, LiveSensors, waiting_in

__all__ = ["SCHEMES", "Arrival", "LiveSensors", "open_sensors", "samples_of", "waiting_in"]
