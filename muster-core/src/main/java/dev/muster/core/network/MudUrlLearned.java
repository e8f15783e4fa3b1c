package dev.muster.core.network;

import dev.muster.core.ledger.EntryType;
import java.util.List;

/**
 * Where a device's description is became known. Subject: {@code device/<id>}.
 *
 * @param url https URL (RFC 8520 §5); empty when a person takes it away
 * @param carrier who said it
 * @param signer the subject that the device's certificate demands of the file's signer (id-pe-mudsigner); empty for none
 * @param addresses where the device is, as networks, for the rules of others that mean it; may be empty
 */
@EntryType("network.mud-url")
public record MudUrlLearned(String url, Carrier carrier, String signer, List<String> addresses)
        implements NetworkEvent {

    /** Who said it, the most believable first: nothing said by a lower one replaces what a higher one said. */
    public enum Carrier {
        /** A person here. */
        PERSON,
        /** The extension of the device's factory certificate, which its maker signed. */
        CERTIFICATE,
        /** The device itself, over its own authenticated connection. */
        AGENT,
        /** DHCP's option, seen by a gateway: anybody on the wire may have sent it. */
        DHCP,
        /** LLDP, seen by a gateway. */
        LLDP
    }

    public MudUrlLearned {
        addresses = List.copyOf(addresses);
    }
}
