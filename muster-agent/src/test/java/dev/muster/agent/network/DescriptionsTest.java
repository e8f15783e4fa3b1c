package dev.muster.agent.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.format.network.flows.FlowReport;
import dev.muster.format.network.mud.SaidOnWire;
import dev.muster.format.network.nft.NftGateway;
import dev.muster.format.network.packet.Guarded;
import dev.muster.format.network.packet.PacketSet;
import dev.muster.format.network.packet.Prefix;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DescriptionsTest {
    private static final String LAMP = "02:00:00:00:00:31";

    private final Descriptions descriptions = new Descriptions();

    @Test
    void theFirstWordOfADeviceBehindItCountsOnce() {
        descriptions.add(new SaidOnWire(LAMP, false, "https://maker.example/early.json"));
        descriptions.guard(members(1));
        descriptions.add(new SaidOnWire("02:00:00:00:00:99", false, "https://maker.example/guest.json"));
        descriptions.add(new SaidOnWire(LAMP, false, "https://maker.example/a.json"));
        descriptions.add(new SaidOnWire(LAMP, false, "https://maker.example/wider.json"));
        assertThat(descriptions.news())
                .containsExactly(new FlowReport.Said("lamp-31", false, "https://maker.example/a.json"));
        descriptions.add(new SaidOnWire(LAMP, false, "https://maker.example/a.json"));
        descriptions.add(new SaidOnWire(LAMP, true, "https://maker.example/lldp.json"));
        assertThat(descriptions.news()).isEmpty();
    }

    @Test
    void dhcpCountsMoreThanLldpAndAReportHasRoomForSome() {
        descriptions.guard(members(20));
        for (int i = 31; i < 51; i++) {
            descriptions.add(new SaidOnWire("02:00:00:00:00:" + i, true, "https://maker.example/lldp.json"));
        }
        descriptions.add(new SaidOnWire(LAMP, false, "https://maker.example/dhcp.json"));
        assertThat(descriptions.news()).hasSize(FlowReport.MEMBERS_MOST);
        assertThat(descriptions.news())
                .hasSize(4)
                .contains(new FlowReport.Said("lamp-31", false, "https://maker.example/dhcp.json"));
        descriptions.guard(members(0));
        descriptions.guard(members(1));
        descriptions.add(new SaidOnWire(LAMP, true, "https://maker.example/lldp.json"));
        assertThat(descriptions.news()).as("another device's place now").hasSize(1);
    }

    @Test
    void nothingIsNoWord() {
        descriptions.guard(members(1));
        descriptions.add(new SaidOnWire(LAMP, false, ""));
        assertThat(descriptions.news()).isEmpty();
    }

    private static Map<String, NftGateway.Member> members(int count) {
        Map<String, NftGateway.Member> all = new HashMap<>();
        for (int i = 31; i < 31 + count; i++) {
            Guarded device = new Guarded(
                    "02:00:00:00:00:" + i, List.of(Prefix.parse("10.0.0." + i).orElseThrow()));
            all.put("lamp-" + i, new NftGateway.Member(device, PacketSet.NONE));
        }
        return all;
    }
}
