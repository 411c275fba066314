package kdf

import (
	"crypto/rand"
	"time"
)

// The time that one guess is to take on the machine that creates the vault.
const (
	shortest = 500 * time.Millisecond
	longest  = time.Second
)

// The highest costs that are computed without asking.
const (
	maxMemoryKiB = 1 << 20 // 1 GiB
	maxPasses    = 16
	maxLanes     = 16
)

// Ceiling is the highest cost that is computed without asking: 1 GiB, or a
// quarter of this machine's memory when that is less, but never below the
// floor.
func Ceiling() Cost {
	memory := uint32(maxMemoryKiB)
	if quarter := machineMemory() / 4 / 1024; quarter > 0 && quarter < uint64(memory) {
		memory = uint32(quarter)
	}
	return Cost{MemoryKiB: max(memory, Floor().MemoryKiB), Passes: maxPasses, Lanes: maxLanes}
}

// Calibrate finds the cost that takes 0.5 to 1 s on this machine. It raises
// the memory first, because memory is what an attacker's hardware lacks, and
// then the passes.
func Calibrate() Cost {
	return calibrate(Floor(), Ceiling(), measure)
}

func calibrate(floor, ceiling Cost, measure func(Cost) time.Duration) Cost {
	cost, took := floor, measure(floor)
	for took < shortest {
		next := cost
		switch {
		case cost.MemoryKiB*2 <= ceiling.MemoryKiB:
			next.MemoryKiB *= 2
		case cost.Passes < ceiling.Passes:
			next.Passes++
		default:
			return cost
		}
		took = measure(next)
		if took > longest {
			return cost
		}
		cost = next
	}
	return cost
}

func measure(c Cost) time.Duration {
	var salt [SaltSize]byte
	_, _ = rand.Read(salt[:]) // never fails since Go 1.24
	start := time.Now()
	clear(Key([]byte("calibration"), salt[:], c))
	return time.Since(start)
}
