package dev.muster.format.network.mud;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.format.network.mud.Finding.Code;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What drafts and the tools of their time wrote means what the RFC writes otherwise, and says so. */
class MudDialectTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                // drafts 14 to 16, and a maker's tool of 2018
                "'l3':{'ipv4':{'ietf-acldns:dst-dnsname':'a.example','protocol':6}},"
                        + "'l4':{'tcp':{'destination-port-range-or-operator':{'operator':'eq','port':443}}}",
                "'ipv4':{'ietf-acldns:dst-dnsname':'a.example'},'tcp':{'destination-port-range-or-operator':{'operator':'eq','port':443}}",
                // drafts 11 to 13
                "'ipv4-acl':{'ietf-acldns:dst-dnsname':'a.example'},'tcp-acl':{'destination-port-range':{'lower-port':443,'upper-port':443}}",
                // drafts before 11
                "'ietf-acldns:dst-dnsname':'a.example','protocol':6,'destination-port-range':{'lower-port':443}",
                "'ipv4':{'ietf-acldns:dst-dnsname':'a.example'},'tcp':{'destination-port':443}",
                "'ipv4':{'ietf-acldns:dst-dnsname':'a.example'},'tcp':{'destination-port':{'port':'443'}}",
                "'ipv4':{'ietf-acldns:dst-dnsname':'a.example','protocol':'TCP'},'tcp':{'destination-port':'443-443'}",
                "'ipv4':{'ietf-acldns:dst-dnsname':'a.example'},'tcp':{'destination-port':{'operator':'range','lower-port':'443','upper-port':443}}",
            })
    void wordsOfDraftsAreTheRulesOfTheRfc(String match) {
        MudFile file = MudReaderTest.read(MudReaderTest.file("", "accept", match));
        Ace found = one(file);
        Ace right = one(
                MudReaderTest.read(
                        MudReaderTest.file(
                                "",
                                "accept",
                                "'ipv4':{'ietf-acldns:dst-dnsname':'a.example','protocol':6},'tcp':{'destination-port':{'operator':'eq','port':443}}")));
        assertThat(found).as(file.findings().toString()).isEqualTo(right);
        assertThat(file.usable()).isTrue();
        assertThat(file.strict()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'ietf-mud:mud-acl':{'my-controller':[null]}|WORD_OF_A_DRAFT|1",
                "'l4':{'tcp':{}},'ietf-mud:direction-initiated':'from-device'|WORD_OF_A_DRAFT|1",
                "'tcp':{'ietf-mud:direction-initiated':'from-device'},'ietf-mud:direction-initiated':'to-device'|WORD_OF_A_DRAFT|0",
                "'ietf-mud:mud':{'manufacturer':'https://M.example/lamps'}|MANUFACTURER_AS_URL|1",
                // Two places for one thing: whichever was meant, the other would be forgotten.
                "'l3':{'ipv4':{'protocol':6}},'ipv4':{'protocol':17}|WORD_OF_A_DRAFT|0",
                "'ipv4':{},'ietf-access-control-list:ipv4':{'ietf-acldns:dst-dnsname':'a.example'}|MODULE_NOT_NEEDED|0",
                "'tcp':{'destination-port':{'port':1},'destination-port-range':{'lower-port':2}}|WORD_OF_A_DRAFT|0",
                "'l3':[]|MEMBER_NOT_READ|0",
                "'l3':{'colour':1}|MEMBER_UNKNOWN|0",
                "'destination-port-range':{'lower-port':443}|MEMBER_UNKNOWN|0",
                "'tcp':{'destination-port':-1}|MEMBER_NOT_READ|0",
                "'tcp':{'destination-port':{'lower-port':443,'upper-port':70000}}|PORT_NOT_READ|0",
                "'tcp':{'destination-port':{'lower-port':443,'operator':'gte'}}|PORT_NOT_READ|0",
                "'tcp':{'destination-port':{'lower-port':1,'upper-port':9,'operator':'neq'}}|PORT_NOT_READ|0",
                "'tcp':{'destination-port':'443,444'}|MEMBER_NOT_READ|0",
                "'eth':{'ethertype':'what'}|MEMBER_NOT_READ|0",
                "'eth':{'ethertype':[2054]}|MEMBER_NOT_READ|0",
                "'ipv4':{'protocol':'any'}|MEMBER_NOT_READ|0"
            })
    void whatIsSaidTwiceOrHalfPermitsNothing(String match, Code code, int permitted) {
        MudFile file = MudReaderTest.read(MudReaderTest.file("", "accept", match));
        assertThat(file.findings()).extracting(Finding::code).contains(code);
        assertThat(file.lists(true).getFirst().aces())
                .as(file.findings().toString())
                .hasSize(permitted);
    }

    @Test
    void listsOfTheFirstDraftsAreRead() {
        String text = MudReaderTest.file("", "accept", MudReaderTest.TCP);
        for (List<String> change : List.of(
                List.of("'aces':{'ace':[", "'access-list-entries':{'ace':[", "", ""),
                List.of("'aces':{'ace':[", "'access-list-entries':[", "}]}}]}}", "}]}]}}"),
                List.of("'type':'ipv4-acl-type'", "'acl-type':'ietf-acl:ipv4-acl'", "", ""),
                List.of("'forwarding':'accept'", "'permit':[null]", "", ""),
                List.of("'forwarding':'accept'", "'forwarding':'ACCEPT'", "", ""),
                List.of("'forwarding':'accept'", "'forwarding':'permit'", "", ""),
                List.of("'forwarding':'accept'", "'forwarding':'ietf-access-control-list:Allow'", "", ""),
                List.of("'name':'r'", "'rule-name':'r'", "", ""))) {
            MudFile file = MudReaderTest.read(
                    text.replace(change.get(0), change.get(1)).replace(change.get(2), change.get(3)));
            assertThat(one(file)).as(change.toString()).isEqualTo(one(MudReaderTest.read(text)));
            assertThat(file.findings()).extracting(Finding::code).contains(Code.WORD_OF_A_DRAFT);
        }
        MudFile denied = MudReaderTest.read(text.replace("'forwarding':'accept'", "'deny':[null]"));
        assertThat(one(denied).forwarding()).isEqualTo(Ace.Forwarding.DROP);
        assertThat(MudReaderTest.read(text.replace("'forwarding':'accept'", "'permit':[null],'deny':[null]"))
                        .lists(true)
                        .getFirst()
                        .aces())
                .as("both")
                .allMatch(ace -> ace.forwarding() == Ace.Forwarding.DROP);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-01T00:00:00+0000,TIME_NOT_RFC3339",
        "2026-01-01 00:00:00Z,TIME_NOT_RFC3339",
        "2026-01-01 01:00:00 +0100,TIME_NOT_RFC3339",
        "2026-01-01T00:00:00.000,TIME_WITHOUT_ZONE",
        "2026-01-01,TIME_WITHOUT_ZONE"
    })
    void timesOfTheFieldAreRead(String time, Code code) {
        MudFile file = MudReaderTest.read(
                MudReaderTest.file("", "accept", MudReaderTest.TCP).replace("2026-01-01T00:00:00Z", time));
        assertThat(file.lastUpdate()).contains(Instant.parse("2026-01-01T00:00:00Z"));
        assertThat(file.findings()).extracting(Finding::code).contains(code);
    }

    @ParameterizedTest
    @CsvSource({"2054,2054", "'arp',2054", "'0x0806',2054", "'2054',2054", "'IPv6',34525", "34525,34525"})
    void kindsOfFramesAreNumbersAndWords(String written, int type) {
        String json = written.matches("[0-9]+") && type != 34525 ? written : "'" + written + "'";
        MudFile file = MudReaderTest.read(MudReaderTest.file("", "accept", "'eth':{'ethertype':" + json + "}"));
        assertThat(one(file).ethertype()).hasValue(type);
    }

    @Test
    void whatExtensionsAddIsNoDeviation() {
        MudFile file = MudReaderTest.read(MudReaderTest.file(
                        ",'extensions':['reporter'],'example-reporter:reporter':{'report-uri':'https://r.example'}",
                        "accept",
                        MudReaderTest.TCP)
                .replaceFirst("\\{", "{'tool:statistics':{},"));
        assertThat(file.strict()).as(file.findings().toString()).isTrue();
        assertThat(file.findings()).extracting(Finding::code).contains(Code.EXTENSION_UNKNOWN);
        MudFile transparency = MudReaderTest.read(MudReaderTest.file(
                ",'extensions':['transparency'],'mudtx:transparency':{'contact-info':'tel:+1','vuln-url':['https://v.example']}",
                "accept",
                MudReaderTest.TCP));
        assertThat(transparency.transparency().orElseThrow().contact()).isEqualTo("tel:+1");
        assertThat(transparency.findings()).extracting(Finding::code).contains(Code.WORD_OF_A_DRAFT);
    }

    private static Ace one(MudFile file) {
        List<Ace> aces = file.lists(true).getFirst().aces();
        assertThat(aces).as(file.findings().toString()).hasSize(1);
        return aces.getFirst();
    }
}
