package dev.muster.core.network.policy;

import dev.muster.format.network.packet.PacketSet;
import java.util.List;

/** Writes a policy for one kind of packet filter, or for people. */
public interface Compiler {
    /** The word by which it is asked for. */
    String target();

    /** The whole policy; what the target cannot say is an {@link IllegalArgumentException} with the reason. */
    String compile(PacketSet permitted);

    /** Every target there is. */
    static List<Compiler> all() {
        return List.of(new NftCompiler(), new KubernetesCompiler(), new PlainWords());
    }
}
