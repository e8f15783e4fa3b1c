package dev.muster.format.network.mud;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a maker says of a device's use of the network.
 *
 * @param version of the module; 1
 * @param url where the file is from
 * @param lastUpdate when it was last changed; empty when that cannot be read
 * @param cacheHours how long it need not be asked for again, 1 to 168 (RFC 8520 §3.5)
 * @param supported whether the maker still keeps it up to date
 * @param about what it says about the device, for people
 * @param signature where its signature is, when the file says so
 * @param extensions the extensions that it names (RFC 8520 §3.9)
 * @param tlsProfiles whether the device keeps to the profiles of its rules (RFC 9761 §4)
 * @param fromDevice names of ACLs for what the device sends, in order
 * @param toDevice names of ACLs for what it receives, in order
 * @param acls all lists of the file
 * @param transparency where bills of materials and flaws are told (RFC 9472)
 * @param findings everything odd, in the order of the text
 */
public record MudFile(
        int version,
        String url,
        Optional<Instant> lastUpdate,
        int cacheHours,
        boolean supported,
        About about,
        Optional<String> signature,
        List<String> extensions,
        boolean tlsProfiles,
        List<String> fromDevice,
        List<String> toDevice,
        List<Acl> acls,
        Optional<Transparency> transparency,
        List<Finding> findings) {

    public MudFile {
        extensions = List.copyOf(extensions);
        fromDevice = List.copyOf(fromDevice);
        toDevice = List.copyOf(toDevice);
        acls = List.copyOf(acls);
        findings = List.copyOf(findings);
    }

    /** What the file tells people; each part may be empty. */
    public record About(
            String systemInfo,
            String manufacturer,
            String model,
            String firmware,
            String software,
            String documentation) {}

    /** Where to learn what the device is made of and which flaws it has: addresses, each may be empty. */
    public record Transparency(List<String> sboms, String localSbom, List<String> flaws, String contact) {
        public Transparency {
            sboms = List.copyOf(sboms);
            flaws = List.copyOf(flaws);
        }
    }

    /** The host of the MUD URL, which is what other files name as {@code manufacturer} (RFC 8520 §8); "" when there is none. */
    public String authority() {
        int start = url.indexOf("://");
        if (start < 0) {
            return "";
        }
        String rest = url.substring(start + 3).split("[/?#]", 2)[0];
        String host = rest.substring(rest.lastIndexOf('@') + 1);
        boolean literal = host.startsWith("[");
        int port = literal ? -1 : host.indexOf(':');
        return (port < 0 ? host : host.substring(0, port)).toLowerCase(java.util.Locale.ROOT);
    }

    /** With what is odd about it as a whole. */
    MudFile examined(String path) {
        List<Finding> all = new ArrayList<>(findings);
        all.addAll(MudLint.of(this, path));
        return new MudFile(
                version,
                url,
                lastUpdate,
                cacheHours,
                supported,
                about,
                signature,
                extensions,
                tlsProfiles,
                fromDevice,
                toDevice,
                acls,
                transparency,
                all);
    }

    /** Whether it is exactly what the specifications describe. */
    public boolean strict() {
        return findings.stream().allMatch(f -> f.code().weight() == Finding.Weight.NOTE);
    }

    /** Whether every rule of it can be used as it was written. */
    public boolean usable() {
        return findings.stream().noneMatch(f -> f.code().weight() == Finding.Weight.UNUSED);
    }

    /** The lists for one direction, in order, as far as they are there. */
    public List<Acl> lists(boolean from) {
        return (from ? fromDevice : toDevice)
                .stream()
                        .flatMap(name -> acls.stream()
                                .filter(acl -> acl.name().equals(name))
                                .limit(1))
                        .toList();
    }
}
