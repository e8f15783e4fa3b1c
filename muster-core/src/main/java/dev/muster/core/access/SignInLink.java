package dev.muster.core.access;

import java.time.Instant;

/** A link as the register has it. */
public record SignInLink(String operator, Instant expiresAt, boolean used) {}
