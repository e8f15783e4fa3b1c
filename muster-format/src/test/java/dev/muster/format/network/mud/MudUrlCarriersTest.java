package dev.muster.format.network.mud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Where devices say their URL on the wire; the message's other options are those of a usual client. */
class MudUrlCarriersTest {
    private static final String URL = "https://m.example/l";

    @Test
    void dhcpHasItInAnOptionAlsoInParts() {
        assertThat(MudUrlCarriers.dhcp(dhcp("350101" + option(161, URL) + "ff")))
                .contains(URL);
        assertThat(MudUrlCarriers.dhcp(dhcp("350101" + option(161, URL + "\0") + "ff")))
                .contains(URL);
        assertThat(MudUrlCarriers.dhcp(dhcp(
                        "00" + option(161, URL.substring(0, 7)) + "350101" + option(161, URL.substring(7)) + "ff")))
                .contains(URL);
        assertThat(MudUrlCarriers.dhcp(dhcp("350101ff" + option(161, URL)))).isEmpty();
        assertThatThrownBy(() -> MudUrlCarriers.dhcp(dhcp("a150")))
                .isInstanceOf(MudException.class)
                .hasMessageContaining("/option/161");
        assertThatThrownBy(() -> MudUrlCarriers.dhcp(new byte[10])).isInstanceOf(MudException.class);
        assertThatThrownBy(() -> MudUrlCarriers.dhcp(dhcp(option(161, "https://m.example/\n") + "ff")))
                .hasMessageContaining("printable");
    }

    @Test
    void dhcpv6HasItInAnOption() {
        String option = "0070" + String.format("%04x", URL.length()) + hex(URL);
        assertThat(MudUrlCarriers.dhcpv6(bytes("01123456" + "00080002ffff" + option)))
                .contains(URL);
        assertThat(MudUrlCarriers.dhcpv6(bytes("01123456"))).isEmpty();
        assertThatThrownBy(() -> MudUrlCarriers.dhcpv6(bytes("0112345600700050")))
                .isInstanceOf(MudException.class);
    }

    @Test
    void lldpHasItInAnUnitOfIana() {
        String tlv = String.format("%04x", 127 << 9 | URL.length() + 4) + "00005e01" + hex(URL);
        assertThat(MudUrlCarriers.lldp(bytes("0207040011223344550402" + "0731" + "06020078" + tlv + "0000")))
                .contains(URL);
        assertThat(MudUrlCarriers.lldp(bytes("06020078" + tlv.replace("00005e01", "00120f01") + "0000")))
                .isEmpty();
        assertThatThrownBy(() -> MudUrlCarriers.lldp(bytes("fe50"))).isInstanceOf(MudException.class);
    }

    @FuzzTest(maxDuration = "10s")
    void messagesReadOrRefuse(byte[] data) {
        try {
            MudUrlCarriers.lldp(data);
            MudUrlCarriers.dhcpv6(data);
            MudUrlCarriers.dhcp(data);
        } catch (MudException refused) {
            assertThat(refused.path()).startsWith("/");
        }
    }

    private static byte[] dhcp(String options) {
        byte[] rest = bytes("63825363" + options);
        byte[] message = new byte[236 + rest.length];
        message[0] = 1;
        System.arraycopy(rest, 0, message, 236, rest.length);
        return message;
    }

    private static String option(int code, String text) {
        return String.format("%02x%02x", code, text.length()) + hex(text);
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}
