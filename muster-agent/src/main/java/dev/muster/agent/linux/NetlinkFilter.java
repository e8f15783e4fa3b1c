package dev.muster.agent.linux;

import dev.muster.format.network.netlink.Messages;
import dev.muster.format.network.netlink.NetlinkException;
import dev.muster.format.network.netlink.TableListing;
import dev.muster.format.network.netlink.TableMessages;
import dev.muster.format.network.netlink.TableText;
import dev.muster.format.network.nft.NftText;
import dev.muster.guard.firewall.PacketFilter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The kernel's packet filter without a program between: a table is loaded in one transaction, and when it was loaded before only
 * what changed of it. What the kernel has is read from itself. What netlink does not take or tell is left to {@code nft}, where
 * that is. Thread-safe.
 */
public final class NetlinkFilter implements PacketFilter, AutoCloseable {
    /** The kernel gives a list up when the rules change; who changes them all the time is told of. */
    private static final int TRIES = 5;

    /** Remembered one by one; then they are put together, which takes as long as the table is large. */
    private static final int CHANGES_MOST = 1_000;

    private final Transactions socket;
    private final Optional<PacketFilter> program;
    private final Map<String, Loaded> loaded = new HashMap<>();

    /**
     * What is there.
     *
     * @param changes of elements since the text was loaded, which nobody needed in it yet
     * @param others how many transactions were others' then: after theirs nobody knows what is there
     */
    private record Loaded(TableText text, List<TableText> changes, int others) {
        TableText whole() {
            return changes.isEmpty() ? text : text.after(changes);
        }
    }

    private NetlinkFilter(Transactions socket, Optional<PacketFilter> program) {
        this.socket = socket;
        this.program = program;
    }

    /**
     * Of this process's network namespace.
     *
     * @param program takes over what cannot be done over netlink
     * @throws IOException when this process may not open such a socket
     */
    public static NetlinkFilter here(Optional<PacketFilter> program) throws IOException {
        return new NetlinkFilter(Transactions.open(), program);
    }

    /**
     * Of another network namespace.
     *
     * @param namespace such as {@code /proc/123/ns/net}
     */
    public static NetlinkFilter of(Path namespace) throws IOException {
        return new NetlinkFilter(Transactions.open(namespace), Optional.empty());
    }

    @Override
    public synchronized void load(byte[] ruleset) throws IOException {
        try {
            TableText text = TableText.read(new String(ruleset, StandardCharsets.UTF_8));
            Optional<Loaded> before = Optional.ofNullable(loaded.remove(text.name()));
            if (text.onlyElements()) {
                elements(before, text);
                return;
            }
            if (before.isEmpty() || !changed(before.get(), text)) {
                int error = socket.send(TableMessages.whole(text).finish());
                if (error != 0) {
                    throw new IOException("the kernel did not take the rules: error " + error);
                }
            }
            if (text.there()) {
                loaded.put(text.name(), new Loaded(text, List.of(), socket.byOthers()));
            }
        } catch (NetlinkException | IOException no) {
            instead(no).load(ruleset);
        }
    }

    /** Some elements come and go in a table that this one loaded. */
    private void elements(Optional<Loaded> before, TableText change) throws IOException {
        if (before.isEmpty() || socket.byOthers() != before.get().others()) {
            throw new IOException("the table is not as it was loaded: its elements cannot be changed alone");
        }
        Messages messages = TableMessages.elements(before.get().text(), change);
        int error = messages.isEmpty() ? 0 : socket.send(messages.finish());
        if (error != 0) {
            throw new IOException("the kernel did not take the elements: error " + error);
        }
        List<TableText> changes = new ArrayList<>(before.get().changes());
        changes.add(change);
        Loaded now = new Loaded(before.get().text(), changes, before.get().others());
        boolean many = changes.size() >= CHANGES_MOST;
        loaded.put(change.name(), many ? new Loaded(now.whole(), List.of(), now.others()) : now);
    }

    /** Whether the table was there as it was loaded, and what is different was taken. */
    private boolean changed(Loaded before, TableText text) throws IOException {
        if (socket.byOthers() != before.others()) {
            return false;
        }
        Optional<Messages> difference = TableMessages.difference(before.whole(), text);
        return difference.isPresent()
                && (difference.get().isEmpty() || socket.send(difference.get().finish()) == 0);
    }

    @Override
    public Optional<String> list() throws IOException {
        return list(NftText.TABLE);
    }

    @Override
    public Optional<String> list(String table) throws IOException {
        return list(table, false);
    }

    @Override
    public Optional<String> counted(String table) throws IOException {
        return list(table, true);
    }

    private synchronized Optional<String> list(String table, boolean counted) throws IOException {
        String name = table.substring(table.indexOf(' ') + 1);
        IOException last = new IOException("the rules could not be listed");
        for (int i = 0; i < TRIES; i++) {
            try {
                return TableListing.of(socket::ask, name, counted);
            } catch (NetlinkException unclear) {
                // Somebody's rules: nft prints them, and its words are judged. They are to be replaced as a whole.
                loaded.remove(name);
                PacketFilter other = instead(unclear);
                return counted ? other.counted(table) : other.list(table);
            } catch (IOException changed) {
                last = changed;
            }
        }
        throw last;
    }

    private PacketFilter instead(Exception why) throws IOException {
        if (program.isPresent()) {
            return program.get();
        }
        throw why instanceof IOException io ? io : new IOException(why.getMessage(), why);
    }

    @Override
    public synchronized void close() {
        socket.close();
    }
}
