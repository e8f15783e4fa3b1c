package dev.muster.server.web;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A link on this server, whose query can be changed one member at a time: so every view is a URL that can be passed on.
 *
 * @param path begins with a slash, encoded already
 * @param query names and values as people read them; an empty value is left out
 */
public record Address(String path, Map<String, String> query) {
    public Address {
        query = Map.copyOf(query);
    }

    public static Address of(String path) {
        return new Address(path, Map.of());
    }

    /** The same address with one member of the query set, or left out when the value is empty. */
    public Address with(String name, String value) {
        Map<String, String> changed = new TreeMap<>(query);
        changed.put(name, value);
        return new Address(path, changed);
    }

    /** The members of the query as hidden fields of a form that asks for the rest anew. */
    public Html.Node hidden(String... asked) {
        List<String> anew = List.of(asked);
        return Html.each(
                List.copyOf(new TreeMap<>(query).entrySet()),
                member -> member.getValue().isEmpty() || anew.contains(member.getKey())
                        ? Html.Node.NOTHING
                        : Html.el(
                                "input",
                                Html.attr("type", "hidden"),
                                Html.attr("name", member.getKey()),
                                Html.attr("value", member.getValue())));
    }

    /** One path segment. */
    public static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public String toString() {
        String members = new TreeMap<>(query)
                .entrySet().stream()
                        .filter(member -> !member.getValue().isEmpty())
                        .map(member -> segment(member.getKey()) + "=" + segment(member.getValue()))
                        .collect(Collectors.joining("&"));
        return members.isEmpty() ? path : path + "?" + members;
    }
}
