package dev.muster.format.network.packet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.1,10.0.0.1",
        "255.255.255.255,255.255.255.255",
        "::,::",
        "::1,::1",
        "2001:DB8:0:0:1:0:0:1,2001:db8::1:0:0:1",
        "1:2:3:4:5:6:7:8,1:2:3:4:5:6:7:8",
        "::ffff:10.0.0.1,::ffff:a00:1",
        "fd00:0:1::,fd00:0:1::",
        "1:0:3:4:5:6:7:8,1:0:3:4:5:6:7:8"
    })
    void addressesAreReadAndWrittenInOneForm(String text, String written) {
        assertThat(Address.parse(text).orElseThrow()).hasToString(written);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "10.0.0",
                "10.0.0.256",
                "010.0.0.1",
                "1::2::3",
                "12345::",
                "1:2:3:4:5:6:7",
                ":::",
                "fe80::1%eth0",
                "1:2:3:4:5:6:7:8:9",
                "a.example"
            })
    void whatIsNoAddressIsNone(String text) {
        assertThat(Address.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "10.1.2.3/8,10.0.0.0/8",
        "0.0.0.0/0,0.0.0.0/0",
        "10.0.0.1,10.0.0.1/32",
        "fd00::1/8,fd00::/8",
        "::/0,::/0"
    })
    void networksLoseTheirHostBits(String text, String written) {
        assertThat(Prefix.parse(text).orElseThrow()).hasToString(written);
    }
}
