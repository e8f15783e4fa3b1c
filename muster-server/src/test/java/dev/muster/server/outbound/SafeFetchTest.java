package dev.muster.server.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.time.Duration;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is never asked; the addresses are those of the registries of special purposes (RFC 6890). */
class SafeFetchTest {
    private final SafeFetch fetch =
            new SafeFetch((SSLSocketFactory) SSLSocketFactory.getDefault(), false, Duration.ofSeconds(2));

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1,false",
        "10.1.2.3,false",
        "172.16.0.1,false",
        "192.168.1.1,false",
        "169.254.169.254,false",
        "100.64.0.1,false",
        "0.0.0.0,false",
        "198.18.0.1,false",
        "192.0.0.8,false",
        "224.0.0.1,false",
        "255.255.255.255,false",
        "8.8.8.8,true",
        "100.128.0.1,true",
        "::1,false",
        "fe80::1,false",
        "fd00::1,false",
        "ff02::1,false",
        "2002:7f00:1::,false",
        "2001::1,false",
        "64:ff9b::7f00:1,false",
        "2606:4700::1111,true"
    })
    void onlyAddressesOfTheInternetAreAsked(String address, boolean open) throws Exception {
        assertThat(SafeFetch.open(InetAddress.getByName(address))).isEqualTo(open);
    }

    @ParameterizedTest
    @CsvSource({
        "https://127.0.0.1:9/lamp.json,fetch-address",
        "https://localhost:9/lamp.json,fetch-address",
        "https://[::1]:9/lamp.json,fetch-address",
        "http://maker.example/lamp.json,fetch-url",
        "https://user@127.0.0.1/lamp.json,fetch-url",
        "file:///etc/passwd,fetch-url",
        "lamp.json,fetch-url"
    })
    void whatLeadsInsideIsRefusedBeforeAnybodyIsAsked(String url, String reason) {
        assertThatThrownBy(() -> fetch.get(url, "application/mud+json", 100))
                .isInstanceOfSatisfying(
                        SafeFetch.FetchException.class,
                        e -> assertThat(e.reason()).isEqualTo(reason));
    }
}
