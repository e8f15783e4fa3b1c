package dev.muster.agent;

import dev.muster.agent.sense.FileSense;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * What an agent stands on and must not reach for by itself.
 *
 * @param clock the device's clock
 * @param keys where key material comes from
 * @param jitter spreads retries and renewals; no secret
 * @param sense notices changed files; shared by all agents of a process
 */
public record AgentGround(InstantSource clock, SecureRandom keys, RandomGenerator jitter, FileSense sense) {}
