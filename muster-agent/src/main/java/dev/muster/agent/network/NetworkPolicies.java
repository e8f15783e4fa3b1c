package dev.muster.agent.network;

import dev.muster.agent.state.DeviceRoots;
import dev.muster.format.devices.orders.OrderAction.NetworkPolicy;
import dev.muster.format.devices.orders.Strength;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.Optional;

/** The network policy of one device: at most one is in force, and it survives a restart. */
public final class NetworkPolicies {

    private static final String RULESET = "ruleset.nft";
    private static final String NAME = "policy.name";

    private final DeviceRoots roots;

    public NetworkPolicies(DeviceRoots roots) {
        this.roots = roots;
    }

    /**
     * Puts a policy in force in place of the one before.
     *
     * @return how firmly: {@link Strength#SIMULATED} below a virtual device's roots, otherwise {@link Strength#CHECKED},
     *     because the ruleset is kept but no kernel holds it
     * @throws IOException when it could not be put in force, or the ruleset is not UTF-8 text
     */
    public Strength apply(NetworkPolicy policy) throws IOException {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(java.nio.ByteBuffer.wrap(policy.ruleset()));
        } catch (CharacterCodingException e) {
            throw new IOException("the ruleset is not UTF-8 text", e);
        }
        roots.write(roots.network().resolve(RULESET), policy.ruleset());
        roots.write(roots.network().resolve(NAME), policy.name().getBytes(StandardCharsets.UTF_8));
        return roots.strength() == Strength.SIMULATED ? Strength.SIMULATED : Strength.CHECKED;
    }

    /** The name of the policy in force; empty when the device never got one. */
    public Optional<String> inForce() throws IOException {
        try {
            return Optional.of(Files.readString(roots.network().resolve(NAME)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }
}
