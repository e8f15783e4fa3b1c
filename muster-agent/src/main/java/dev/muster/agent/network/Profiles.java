package dev.muster.agent.network;

import dev.muster.agent.tls.TlsReader;
import dev.muster.format.network.nft.NftException;
import dev.muster.format.network.nft.NftGateway.Member;
import dev.muster.format.network.nft.TlsRules;
import dev.muster.format.network.packet.Prefix;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The part of a policy that speaks of TLS. */
final class Profiles {
    private Profiles() {}

    /** What stands beside a table of it. */
    static TlsRules read(String ruleset) throws IOException {
        try {
            return TlsRules.read(ruleset);
        } catch (NftException unclear) {
            throw new IOException(unclear.getMessage(), unclear);
        }
    }

    /**
     * Puts it in force.
     *
     * @param members of a gateway; empty for the device itself
     * @return what a person should know of it; empty where it says nothing
     * @throws IOException when TLS is to be enforced, and is not
     */
    static String apply(Optional<TlsReader> reader, String whose, TlsRules rules, Map<String, Member> members)
            throws IOException {
        boolean enforced = rules.mode() == TlsRules.Mode.ENFORCE && !rules.isEmpty();
        if (reader.isEmpty()) {
            if (enforced) {
                throw new IOException("other TLS than is described is to be refused, and this agent reads none");
            }
            return rules.isEmpty() ? "" : "nobody reads the TLS that is described";
        }
        Map<String, String> interfaces = new HashMap<>();
        Map<Prefix, String> owners = new HashMap<>();
        members.forEach((id, member) -> {
            interfaces.put(id, member.device().mac());
            member.device().addresses().forEach(own -> owners.put(own, id));
        });
        try {
            reader.get().apply(whose, rules, interfaces, owners);
        } catch (IOException no) {
            if (enforced) {
                throw no;
            }
            return "the TLS that is described is not read: " + no.getMessage();
        }
        return rules.isEmpty()
                ? ""
                : enforced ? "other TLS than is described is refused" : "other TLS than is described is told";
    }

    static Optional<String> watch(Optional<TlsReader> reader, String whose) throws IOException {
        return reader.isPresent() ? reader.get().watch(whose) : Optional.empty();
    }

    static Applied with(Applied applied, String more) {
        return more.isEmpty() ? applied : new Applied(applied.strength(), applied.detail() + "; " + more);
    }
}
