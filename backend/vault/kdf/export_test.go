package kdf

// CalibrateWith calibrates an imagined machine.
var CalibrateWith = calibrate
