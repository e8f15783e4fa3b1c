package dev.muster.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.testing.Needs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Attacks from inside a workload: against all layers, none succeeds; against each alone, it holds its own class. */
class EscapeTest {
    private static final int ATTACKS_MIN = 60;

    /** What each layer is there for; it must hold it with nobody's help, also against root. */
    private static final Map<Layer, List<String>> CLASSES = Map.of(
            Layer.USER,
            List.of(
                    "files\tread_secret",
                    "files\tdelete_host_file",
                    "processes\ttraces",
                    "rights\tbecomes_root",
                    "devices\tmakes_disk",
                    "kernel\tloads_module",
                    "network\traw_packets",
                    "sockets\tguard_socket"),
            Layer.LANDLOCK,
            List.of(
                    "files\tread_secret",
                    "files\tcreate_in_host",
                    "files\tread_shadow",
                    "files\tfollow_symlink",
                    "files\troot_of_init",
                    "processes\tsignals",
                    "processes\ttraces",
                    "network\tstranger_tcp",
                    "sockets\tabstract_socket",
                    "worlds\tmounts",
                    "kernel\tsets_kernel",
                    "programs\tbrought_program"),
            Layer.CALLS,
            List.of(
                    "worlds\tmounts",
                    "worlds\tnew_user",
                    "worlds\tclone_user",
                    "worlds\tclone3_user",
                    "processes\ttraces",
                    "processes\treads_memory",
                    "kernel\tloads_module",
                    "kernel\tloads_bpf",
                    "kernel\tmakes_ring",
                    "kernel\treboots",
                    "kernel\tkeeps_keys",
                    "files\tby_handle"),
            Layer.WORLD,
            List.of(
                    "files\tread_secret",
                    "files\tdots",
                    "files\twrite_root",
                    "processes\tsignals",
                    "processes\tsees_process",
                    "network\tstranger_tcp",
                    "sockets\tabstract_socket",
                    "sockets\tguard_socket",
                    "devices\topens_disk"),
            Layer.LIMITS,
            List.of("resources\tmany_processes", "resources\tmuch_memory", "resources\tall_of_a_processor"),
            Layer.PROGRAMS,
            List.of("programs\tunlisted_program", "programs\tbrought_program"),
            Layer.NETWORK,
            List.of("network\tstranger_tcp", "network\tstranger_udp"));

    @Test
    @Timeout(300)
    void noAttackGetsThroughAllLayersAndEachLayerHoldsItsClassAlone() throws Exception {
        Needs.root("attacks from inside a workload");
        for (String tool : List.of("gcc", "runc", "nft", "ip", "python3")) {
            Needs.tool(tool, "attacks from inside a workload");
        }
        Path folder = Path.of("/tmp").resolve("muster-escape-" + System.nanoTime());
        Files.createDirectories(folder);
        Map<Layer, Map<String, String>> matrix = new LinkedHashMap<>();
        try (EscapeBench bench = new EscapeBench(folder)) {
            for (Layer layer : Layer.values()) {
                matrix.put(layer, bench.attack(layer));
            }
        } finally {
            Folders.delete(folder);
        }
        Map<String, String> all = matrix.get(Layer.ALL);
        assertThat(all).hasSizeGreaterThanOrEqualTo(ATTACKS_MIN);
        if (Boolean.getBoolean("muster.write")) {
            Files.writeString(page(), text(matrix));
        }
        assertThat(escaped(all)).as("through all layers").isEmpty();
        Set<String> possible = escaped(matrix.get(Layer.NONE));
        assertThat(possible)
                .as("attacks that succeed where nothing holds them")
                .hasSizeGreaterThanOrEqualTo(ATTACKS_MIN);
        CLASSES.forEach((layer, attacks) -> {
            assertThat(escaped(matrix.get(layer))).as("through %s alone", layer).doesNotContainAnyElementsOf(attacks);
            assertThat(attacks.stream().filter(possible::contains))
                    .as("held by %s and by nothing else", layer)
                    .hasSizeGreaterThanOrEqualTo(2);
        });
        for (Layer layer : Layer.values()) {
            assertThat(matrix.get(layer).keySet()).as("attacks on %s", layer).isEqualTo(all.keySet());
        }
        Set<String> written = Files.readAllLines(page()).stream()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.split("`", -1)[1])
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(written)
                .as("the page's attacks; write it anew with -Dmuster.write=true")
                .isEqualTo(all.keySet().stream()
                        .map(attack -> attack.split("\t", -1)[1])
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    private static Path page() {
        return Path.of(System.getProperty("muster.root"), "docs/escape-matrix.md");
    }

    private static Set<String> escaped(Map<String, String> results) {
        return results.entrySet().stream()
                .filter(each -> !each.getValue().equals("HELD"))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String text(Map<Layer, Map<String, String>> matrix) {
        Map<String, String> impossible = matrix.get(Layer.NONE);
        long possible = impossible.values().stream()
                .filter(each -> !"HELD".equals(each))
                .count();
        StringBuilder text = new StringBuilder("# What holds a workload\n\n");
        text.append("Attacks from inside a workload, tried by `EscapeTest` as root, against all layers and against"
                + " each one alone. ● the layer holds the attack with nobody's help; ○ nothing has to: it is impossible on"
                + " this machine anyway; an empty cell is no fault where another layer is there for it. Without the layer"
                + " of a user, the attacker is root. This page is what the test wrote on Linux ");
        text.append(System.getProperty("os.version").replaceFirst("-.*", ""));
        text.append(" (`-Dmuster.write=true`); on other kernels single cells differ.\n\n");
        text.append("Not attacked: faults of the kernel and of the processor, and covert channels.\n\n");
        for (Layer layer : Layer.values()) {
            text.append("- **")
                    .append(layer.name().toLowerCase(java.util.Locale.ROOT))
                    .append("**: ");
            text.append(layer.meaning).append(layer == Layer.NONE ? ": impossible " : ": holds ");
            long held = matrix.get(layer).entrySet().stream()
                    .filter(each -> "HELD".equals(each.getValue()))
                    .filter(each -> layer == Layer.NONE
                            || !impossible.get(each.getKey()).equals("HELD"))
                    .count();
            text.append(held).append(" of ").append(layer == Layer.NONE ? impossible.size() : possible);
            text.append('\n');
        }
        text.append("\n| attack | class |");
        matrix.keySet()
                .forEach(l -> text.append(' ')
                        .append(l.name().toLowerCase(java.util.Locale.ROOT))
                        .append(" |"));
        text.append("\n|---|---|").append("---|".repeat(matrix.size())).append('\n');
        for (String attack : matrix.get(Layer.ALL).keySet()) {
            String[] words = attack.split("\t", -1);
            text.append("| `").append(words[1]).append("` | ").append(words[0]).append(" |");
            String held = "HELD".equals(impossible.get(attack)) ? " ○ |" : " ● |";
            matrix.values().forEach(results -> text.append("HELD".equals(results.get(attack)) ? held : " |"));
            text.append('\n');
        }
        return text.toString();
    }
}
