package dev.muster.cli.device;

import dev.muster.agent.names.NameAddresses;
import dev.muster.agent.network.FlowTable;
import dev.muster.agent.tls.TlsGate;
import dev.muster.agent.tls.TlsReader;
import dev.muster.guard.firewall.NftProgram;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;

/** How this machine's agent reads the beginning of TLS, once a policy says what it must look like. */
final class ReadTls {
    private ReadTls() {}

    /**
     * Who reads.
     *
     * @param names what a forwarder knows of the addresses of names; without one rules for names have none
     * @param flows tells the server
     * @param screen tells whoever looks at the agent
     */
    static TlsReader by(Optional<NameAddresses> names, Optional<FlowTable> flows, Consumer<String> screen) {
        return new TlsReader(() -> TlsGate.open(
                NftProgram.here().orElseThrow(() -> new IOException("there is no nft, by which TLS is held")),
                InstantSource.system(),
                (name, address) ->
                        names.filter(known -> known.leads(name, address)).isPresent(),
                deviation -> {
                    screen.accept("TLS that is not as described: " + deviation.sentence());
                    flows.ifPresent(table -> table.deviated(deviation));
                }));
    }
}
