package dev.muster.agent.network;

import dev.muster.format.devices.orders.Strength;

/**
 * What was done with a policy.
 *
 * @param strength {@link Strength#KERNEL_ENFORCED} only when the kernel's rules were read back and let pass exactly what was
 *     ordered; {@link Strength#CHECKED} when the policy was kept and nothing holds it
 * @param detail one sentence
 */
public record Applied(Strength strength, String detail) {}
