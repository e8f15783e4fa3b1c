package dev.muster.guard.socket;

import dev.muster.format.devices.manifest.Violation;
import java.time.Instant;

/**
 * Something that the guard saw.
 *
 * @param number counts up from 1, over restarts
 * @param what file, program, part or workload
 * @param culprit the process that did it, as {@code number user program}; empty when nobody did or it is not known
 * @param done what the guard did about it
 */
public record Happening(long number, Instant at, Violation kind, String what, String culprit, String done) {}
