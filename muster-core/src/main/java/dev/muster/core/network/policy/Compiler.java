package dev.muster.core.network.policy;

import dev.muster.format.network.packet.Guarded;
import dev.muster.format.network.packet.PacketSet;
import java.util.ArrayList;
import java.util.List;

/** Writes a policy for one kind of packet filter, or for people. */
public interface Compiler {
    /** The word by which it is asked for. */
    String target();

    /** The whole policy; what the target cannot say is an {@link IllegalArgumentException} with the reason. */
    String compile(PacketSet permitted);

    /** What the target lets pass beyond the policy, because it keeps no state; nothing for most. */
    default PacketSet beyond(PacketSet permitted) {
        return PacketSet.NONE;
    }

    /** Every target that needs no more than the policy. */
    static List<Compiler> all() {
        return List.of(new NftCompiler(), new KubernetesCompiler(), new FilterRuleCompiler(), new PlainWords());
    }

    /** Also those for a router in front of this device. */
    static List<Compiler> all(Guarded device) {
        List<Compiler> all = new ArrayList<>(all());
        all.add(new OpenWrtCompiler(device));
        return all;
    }
}
