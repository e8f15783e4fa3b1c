package dev.muster.format.network.mud;

import java.util.List;
import java.util.Set;

/**
 * What a device's TLS or DTLS looks like (RFC 9761 §5). An empty list says nothing; numbers are those of IANA's TLS
 * registries.
 *
 * @param versions {@code tls12}, {@code tls13}, {@code dtls12}, {@code dtls13}
 * @param protocols ALPN names
 */
public record TlsProfile(
        String name,
        Set<String> versions,
        List<Integer> cipherSuites,
        List<Integer> extensions,
        List<Integer> groups,
        List<Integer> signatures,
        List<Integer> pskModes,
        List<String> protocols) {

    public TlsProfile {
        versions = Set.copyOf(versions);
        cipherSuites = List.copyOf(cipherSuites);
        extensions = List.copyOf(extensions);
        groups = List.copyOf(groups);
        signatures = List.copyOf(signatures);
        pskModes = List.copyOf(pskModes);
        protocols = List.copyOf(protocols);
    }
}
