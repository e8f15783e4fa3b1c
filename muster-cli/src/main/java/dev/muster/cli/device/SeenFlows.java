package dev.muster.cli.device;

import dev.muster.agent.linux.ShownPackets;
import dev.muster.agent.network.FlowTable;
import dev.muster.agent.network.RefusedFlows;
import dev.muster.format.network.nft.NftCounters;
import dev.muster.format.network.nft.NftGateway;
import dev.muster.format.network.nft.NftText;
import dev.muster.guard.firewall.PacketFilter;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** What this machine's packet filter lets begin and refuses, for the agent to tell. */
final class SeenFlows {
    private SeenFlows() {}

    /** @throws IOException when the kernel shows no packets, or another program is shown ours */
    static FlowTable open(PacketFilter kernel) throws IOException {
        RefusedFlows refused = new RefusedFlows();
        ShownPackets.open(NftCounters.GROUP, InstantSource.system(), refused::shown);
        return new FlowTable(refused, () -> {
            List<String> tables = new ArrayList<>();
            for (String table : List.of(NftText.TABLE, NftGateway.TABLE)) {
                kernel.counted(table).ifPresent(tables::add);
            }
            return tables;
        });
    }
}
