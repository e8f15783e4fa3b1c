package dev.muster.agent.network;

import dev.muster.format.network.nft.NftGateway.Member;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether two say the same of a device behind a gateway: who it is, and what passes. */
final class SameMember {
    private SameMember() {}

    static boolean is(Member one, Member two) {
        return one.device().mac().equals(two.device().mac())
                && addresses(one).equals(addresses(two))
                && one.reachable().permitted().sameAs(two.reachable().permitted());
    }

    private static Set<String> addresses(Member member) {
        return member.device().addresses().stream().map(Object::toString).collect(Collectors.toSet());
    }
}
