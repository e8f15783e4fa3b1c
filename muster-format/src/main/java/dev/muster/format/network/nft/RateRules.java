package dev.muster.format.network.nft;

import dev.muster.format.network.packet.Box;
import dev.muster.format.network.packet.Way;
import java.util.ArrayList;
import java.util.List;

/**
 * How many flows of a kind may begin each second: lines that begin with {@value #LEAD} behind a table's text, which one digest
 * covers with the rules and which nftables passes over as comments. {@link RateTable} makes rules of them.
 */
public record RateRules(List<Rule> rules) {
    /** Before each line. */
    public static final String LEAD = "#rate ";

    /** Nothing is limited. */
    public static final RateRules NONE = new RateRules(List.of());

    /** A bucket of 2³² tokens is none, and neither is a rate that no machine reaches. */
    public static final int MOST = 1_000_000;

    public RateRules {
        rules = List.copyOf(rules);
    }

    /**
     * A bucket of tokens: what lies in the box takes one to begin.
     *
     * @param device in a gateway's table; empty for the device itself
     * @param perSecond tokens that come back each second
     * @param burst how many there are at most
     */
    public record Rule(String device, Box box, int perSecond, int burst) {
        public Rule {
            if (perSecond < 1 || burst < 1 || perSecond > MOST || burst > MOST) {
                throw new IllegalArgumentException("a rate and a burst are 1 to " + MOST);
            }
        }

        private String line() {
            return (device.isEmpty() ? "-" : device) + " " + (box.way() == Way.FROM_DEVICE ? "from" : "to") + " "
                    + perSecond + " " + burst + " " + NftText.match(box);
        }
    }

    public boolean isEmpty() {
        return rules.isEmpty();
    }

    /** The lines; none where there is nothing to say. */
    public String text() {
        StringBuilder text = new StringBuilder();
        rules.forEach(rule -> text.append(LEAD).append(rule.line()).append('\n'));
        return text.toString();
    }

    /**
     * What a text says of rates.
     *
     * @throws NftException when a line of it is not understood
     */
    public static RateRules read(String ruleset) {
        if (!ruleset.contains(LEAD)) {
            return NONE;
        }
        List<Rule> rules = new ArrayList<>();
        int number = 0;
        for (String line : ruleset.lines().toList()) {
            number++;
            if (line.startsWith(LEAD)) {
                rules.add(rule(line, number));
            }
        }
        return new RateRules(rules);
    }

    private static Rule rule(String line, int number) {
        String[] words = line.substring(LEAD.length()).split(" ", -1);
        try {
            String device = words[0].equals("-") ? "" : words[0];
            boolean from = words[1].equals("from");
            boolean known = device.isEmpty() || NftGateway.ID.matcher(device).matches();
            if (known && (from || words[1].equals("to"))) {
                Box box = NftMatch.read(List.of(words).subList(4, words.length), from ? Way.FROM_DEVICE : Way.TO_DEVICE)
                        .orElseThrow(() -> new IllegalArgumentException("no match"));
                return new Rule(device, box, Integer.parseInt(words[2]), Integer.parseInt(words[3]));
            }
        } catch (IllegalArgumentException | IndexOutOfBoundsException no) {
            throw new NftException("not understood of rates: " + line, number);
        }
        throw new NftException("not understood of rates: " + line, number);
    }
}
