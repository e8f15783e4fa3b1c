package dev.muster.format.network.mud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.format.network.mud.Finding.Code;
import dev.muster.format.network.packet.Prefix;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MudReaderTest {
    static final String TCP =
            "'ipv4':{'ietf-acldns:dst-dnsname':'a.example','protocol':6},'tcp':{'destination-port':{'operator':'eq','port':443}}";

    @Test
    void aStrictFileHasNotesAtMost() {
        MudFile file = read(file("", "accept", TCP));
        assertThat(file.strict()).as(file.findings().toString()).isTrue();
        assertThat(file.cacheHours()).isEqualTo(48);
        assertThat(file.lists(true).getFirst().aces()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'ipv4':{'dst-dnsname':'a.example'}|NAME_WITHOUT_MODULE|1",
                "'ipv4':{'ietf-acldns:dst-dnsname':'a b'}|NAME_NOT_A_HOST|0",
                "'ipv4':{'ietf-acldns:dst-dnsname':'10.0.0.1'}|NAME_NOT_A_HOST|0",
                "'ipv4':{'destination-ipv4-network':'10.0.0.1/8'}|NETWORK_HOST_BITS|1",
                "'ipv4':{'destination-ipv4-network':'10.0.0/8'}|NETWORK_NOT_READ|0",
                "'ipv4':{'destination-ipv4-network':'::/0'}|NETWORK_NOT_READ|0",
                "'ipv6':{'destination-ipv6-network':'fd00::/8'}|ACE_FAMILY_DIFFERS|0",
                "'ipv4':{'protocol':17},'tcp':{}|ACE_PROTOCOL_DIFFERS|0",
                "'ipv4':{'protocol':'17'},'udp':{}|NUMBER_AS_TEXT|1",
                "'ipv4':{'protocol':300}|MEMBER_NOT_READ|0",
                "'ipv4':{'dscp':3}|MEMBER_UNKNOWN|0",
                "'tcp':{'flags':'syn'}|MEMBER_UNKNOWN|0",
                "'tcp':{'destination-port':{'operator':'gt','port':4}}|PORT_NOT_READ|0",
                "'tcp':{'destination-port':{'lower-port':9,'upper-port':4}}|PORT_NOT_READ|0",
                "'tcp':{'destination-port':{'port':70000}}|PORT_NOT_READ|0",
                "'tcp':{},'udp':{}|ACE_PROTOCOL_DIFFERS|0",
                "'udp':{'ietf-mud:direction-initiated':'from-device'}|DIRECTION_NOT_TCP|1",
                "'tcp':{'ietf-mud:direction-initiated':'both'}|MEMBER_NOT_READ|0",
                "'ietf-mud:mud':{'my-controller':null}|EMPTY_NOT_AS_NULL|1",
                "'ietf-mud:mud':{'my-controller':[]}|EMPTY_NOT_AS_NULL|1",
                "'ietf-mud:mud':{'my-controller':'yes'}|MEMBER_NOT_READ|0",
                "'ietf-mud:mud':{'neighbours':[null]}|MEMBER_UNKNOWN|0",
                "'ietf-mud:mud':{'controller':'urn:ietf:params:mud:gateway'}|URN_NOT_REGISTERED|1",
                "'mud':{'controller':'https://c.example'}|NAME_WITHOUT_MODULE|1",
                "'eth':{'ethertype':'0x0800'}|ETHERNET_NOT_ENFORCED|1",
                "'eth':{'destination-mac-address':'02:00:00:00:00:31'},'ipv4':{'protocol':17}|INTERFACE_NOT_ENFORCED|0",
                "'eth':{'source-mac-address':'01:00:5e:00:00:01'},'ipv4':{'protocol':17}|INTERFACE_NOT_ENFORCED|0",
                "'eth':{'destination-mac-address':'ff:ff:ff:ff:ff:ff'},'ipv4':{'protocol':17}|INTERFACE_NOT_ENFORCED|0",
                "'eth':{'destination-mac-address':'ff:ff:ff:ff:ff:ff'},'ipv4':{'destination-ipv4-network':'255.255.255.255/32'}|ETHERNET_NOT_ENFORCED|1",
                "'egress-interface':'eth0'|MEMBER_UNKNOWN|0",
                "'ietf-acl-tls:client-profiles':{'tls-dtls-profile':[{'name':'p','cipher-suite':[70000]}]}|MEMBER_NOT_READ|0",
                "'ietf-acl-tls:client-profile':{'tls-dtls-profiles':[{'profile-name':'p','cipher-suite':[1]}]}|PROFILE_SINGULAR|1"
            })
    void whatIsOddIsNamedAndNeverWidens(String match, Code code, int permitted) {
        MudFile file = read(file("", "accept", match));
        assertThat(file.findings()).extracting(Finding::code).contains(code);
        assertThat(file.lists(true).getFirst().aces())
                .as(file.findings().toString())
                .hasSize(permitted);
        List<Ace> forbidden =
                read(file("", "drop", match)).lists(true).getFirst().aces();
        assertThat(forbidden).as("a prohibition is never forgotten").hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'cache-validity':0|CACHE_VALIDITY_RANGE",
                "'cache-validity':169|CACHE_VALIDITY_RANGE",
                "'systeminfo':'0123456789012345678901234567890123456789012345678901234567890'|SYSTEMINFO_LONG",
                "'extensions':['quantum']|EXTENSION_UNKNOWN",
                "'colour':'red'|MEMBER_UNKNOWN",
                "'ietf-mud:model-name':'x'|MODULE_NOT_NEEDED",
                "'ietf-mud-tls:is-tls-dtls-profile-supported':'true'|BOOLEAN_AS_TEXT",
                "'ietf-mud-tls:is-tls-dtls-profile-supported':true|EXTENSION_NOT_DECLARED"
            })
    void oddMembersAreNamed(String member, Code code) {
        assertThat(read(file("," + member, "accept", TCP)).findings())
                .extracting(Finding::code)
                .contains(code);
    }

    @Test
    void whatTheSpecificationsAddIsRead() {
        MudFile file = read(file(
                        ",'extensions':['transparency','ietf-mud-tls'],'ietf-mud-tls:is-tls-dtls-profile-supported':true,"
                                + "'ietf-mud-transparency:transparency':{'sboms':[{'version-info':'1','sbom-url':'https://s.example/1'}],"
                                + "'vuln-url':['https://v.example']}",
                        "accept",
                        "'ipv6':{'destination-ipv6-network':'2001:db8::/32'},'tcp':{'destination-port':{'operator':'neq','port':23}},"
                                + "'ietf-acl-tls:client-profiles':{'tls-dtls-profile':[{'name':'p','supported-tls-version':['tls13'],'cipher-suite':[4865]}]}")
                .replace("ipv4-acl-type", "ipv6-acl-type"));
        assertThat(file.strict()).as(file.findings().toString()).isTrue();
        assertThat(file.tlsProfiles()).isTrue();
        assertThat(file.transparency().orElseThrow().sboms()).containsExactly("https://s.example/1");
        Ace ace = file.lists(true).getFirst().aces().getFirst();
        assertThat(ace.family()).isEqualTo(6);
        assertThat(ace.network().destination())
                .contains(Prefix.parse("2001:db8::/32").orElseThrow());
        assertThat(ace.ports().destination()).containsExactly(new PortRange(0, 22), new PortRange(24, 65535));
        assertThat(ace.profiles().getFirst().cipherSuites()).containsExactly(4865);
    }

    @Test
    void listsThatAreMissingOrForgottenAreNamed() {
        String text = file("", "accept", TCP);
        assertThat(read(text.replace("'access-list':[{'name':'l'}]", "'access-list':[{'name':'x'}]"))
                        .findings())
                .extracting(Finding::code)
                .contains(Code.ACL_NOT_THERE, Code.ACL_NOT_REFERENCED);
        assertThat(read(text.replace("'actions':{'forwarding':'accept'}", "'actions':{}"))
                        .findings())
                .extracting(Finding::code)
                .contains(Code.ACE_WITHOUT_ACTION);
        assertThat(read(text.replace("'actions':{'forwarding':'accept'}", "'actions':{'forwarding':'MAYBE'}"))
                        .lists(true)
                        .getFirst()
                        .aces())
                .isEmpty();
    }

    @Test
    void whatIsNoMudFileSaysWhere() {
        assertThatThrownBy(() -> read("{'ietf-mud:mud':{},'ietf-mud:mud':{}}"))
                .isInstanceOf(MudException.class)
                .hasMessageContaining("twice (RFC 7493 §2.3) at line 1, column 20");
        assertThatThrownBy(() -> read("{'a':{}}")).hasMessageContaining("\"ietf-mud:mud\" is missing");
        assertThatThrownBy(() -> read("{\n 'ietf-mud:mud': {}}"))
                .hasMessageContaining("\"mud-url\" is missing at line 2, column 18");
        assertThatThrownBy(() -> read("{'ietf-mud:mud':[null]}")).hasMessageContaining("expected object, found array");
        assertThatThrownBy(() -> read("\u0000")).isInstanceOf(MudException.class);
    }

    @Test
    void aByteOrderMarkIsReadAndNamed() {
        assertThat(read("\ufeff" + file("", "accept", TCP)).findings())
                .extracting(Finding::code)
                .contains(Code.BYTE_ORDER_MARK);
    }

    static MudFile read(String text) {
        return MudReader.read(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    static String file(String more, String action, String match) {
        return "{'ietf-mud:mud':{'mud-version':1,'mud-url':'https://m.example/a','last-update':'2026-01-01T00:00:00Z',"
                + "'is-supported':true" + more
                + ",'from-device-policy':{'access-lists':{'access-list':[{'name':'l'}]}}},"
                + "'ietf-access-control-list:acls':{'acl':[{'name':'l','type':'ipv4-acl-type','aces':{'ace':[{'name':'r',"
                + "'matches':{" + match + "},'actions':{'forwarding':'" + action + "'}}]}}]}}";
    }

    /** An extension of IANA's registry that says nothing of the network. */
    @Test
    void whoOwnsTheFileIsNoDeviation() {
        String file = """
            {"ietf-mud:mud": {"mud-version": 1, "mud-url": "https://m.example/lamp", "last-update": "2026-01-01T00:00:00Z",
              "is-supported": true, "extensions": ["ol"],
              "ietf-ol:ol": {"owners": ["Copyright (c) M 2026"], "spdx-tag": "0BSD"}}}
            """;
        assertThat(MudReader.read(file.getBytes(StandardCharsets.UTF_8)).strict())
                .isTrue();
    }
}
