package dev.muster.agent.install;

import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A disk with a volatile cache. Every operation is counted, and the power can be cut inside of any one of them. What was
 * not flushed is then kept, lost or torn: of a file's content any prefix of what was appended since its last flush, with
 * the last part possibly wrong; of names (creation, renaming, deletion) any prefix of what was done since the folder was
 * last flushed.
 */
final class SimDisk implements Disk {
    /** The power went off. */
    static final class PowerCut extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** A file's content: names point to it, so a rename moves no bytes. */
    private static final class Inode {
        byte[] now = new byte[0];
        byte[] durable = new byte[0];
        boolean executable;
    }

    private interface NameChange {
        void apply(Map<String, Inode> names);
    }

    private record Pending(String folder, NameChange change) {}

    private Map<String, Inode> names = new TreeMap<>();
    private final Map<String, Inode> durableNames = new TreeMap<>();
    private final List<Pending> pending = new ArrayList<>();
    private final TreeSet<String> folders = new TreeSet<>();
    private final Random random;
    private long operations;
    private long cutAt = Long.MAX_VALUE;

    SimDisk(long seed) {
        random = new Random(seed);
    }

    long operations() {
        return operations;
    }

    /** The power goes off inside of the operation with this number, counted from 1 from now on. */
    void cutAt(long operation) {
        operations = 0;
        cutAt = operation;
    }

    /** Starts again with what the cut has left. */
    void restart() {
        operations = 0;
        cutAt = Long.MAX_VALUE;
        names = new TreeMap<>(durableNames);
        names.values().forEach(inode -> inode.now = inode.durable);
        pending.clear();
    }

    /** Damages a file as an attacker would: durable at once. */
    void tamper(String path, byte[] content) {
        Inode inode = names.get(path);
        inode.now = content;
        inode.durable = content;
    }

    private void step() {
        operations++;
    }

    private boolean cutsNow() {
        return operations == cutAt;
    }

    /** Decides what of the unflushed state is on the disk, then stops everything. */
    private PowerCut cut() {
        int kept = random.nextInt(pending.size() + 1);
        for (int i = 0; i < kept; i++) {
            pending.get(i).change().apply(durableNames);
        }
        for (Inode inode : durableNames.values()) {
            tear(inode);
        }
        names.values().forEach(this::tear);
        return new PowerCut();
    }

    private void tear(Inode inode) {
        if (Arrays.equals(inode.now, inode.durable)) {
            return;
        }
        boolean grew = inode.now.length >= inode.durable.length
                && Arrays.equals(inode.durable, Arrays.copyOf(inode.now, inode.durable.length));
        int from = grew ? inode.durable.length : 0;
        int length = from + random.nextInt(inode.now.length - from + 1);
        byte[] torn = Arrays.copyOf(inode.now, length);
        if (length > from && random.nextBoolean()) {
            // The length was recorded before the last sector's bytes were.
            int wrong = Math.min(length - from, 1 + random.nextInt(512));
            Arrays.fill(torn, length - wrong, length, (byte) 0);
        }
        inode.durable = torn;
        inode.now = torn;
    }

    private void change(String folder, NameChange change) {
        step();
        pending.add(new Pending(folder, change));
        if (cutsNow()) {
            throw cut();
        }
        change.apply(names);
    }

    private static String folder(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }

    private Inode inode(String path) throws IOException {
        Inode inode = names.get(path);
        if (inode == null) {
            throw new FileNotFoundException(path);
        }
        return inode;
    }

    @Override
    public boolean exists(String path) {
        return names.containsKey(path);
    }

    @Override
    public long size(String path) throws IOException {
        return inode(path).now.length;
    }

    @Override
    public InputStream read(String path) throws IOException {
        return new ByteArrayInputStream(inode(path).now);
    }

    @Override
    public boolean executable(String path) throws IOException {
        return inode(path).executable;
    }

    @Override
    public Tree tree(String folder) {
        String prefix = folder + "/";
        List<String> files = names.keySet().stream()
                .filter(name -> name.startsWith(prefix))
                .map(name -> name.substring(prefix.length()))
                .toList();
        List<String> below = folders.stream()
                .filter(name -> name.startsWith(prefix))
                .map(name -> name.substring(prefix.length()))
                .toList();
        return new Tree(files, below);
    }

    @Override
    public void create(String path, boolean executable) {
        Inode inode = new Inode();
        inode.executable = executable;
        change(folder(path), map -> map.put(path, inode));
    }

    @Override
    public void append(String path, byte[] buffer, int from, int length) throws IOException {
        step();
        Inode inode = inode(path);
        byte[] longer = Arrays.copyOf(inode.now, inode.now.length + length);
        System.arraycopy(buffer, from, longer, inode.now.length, length);
        inode.now = longer;
        if (cutsNow()) {
            throw cut();
        }
    }

    @Override
    public void flush(String path) throws IOException {
        step();
        Inode inode = inode(path);
        if (cutsNow()) {
            throw cut();
        }
        inode.durable = inode.now;
    }

    @Override
    public void rename(String from, String to) throws IOException {
        Inode inode = inode(from);
        change(folder(to), map -> {
            map.remove(from);
            map.put(to, inode);
        });
    }

    @Override
    public void delete(String path) {
        if (folders.remove(path)) {
            step();
            if (cutsNow()) {
                throw cut();
            }
            return;
        }
        change(folder(path), map -> map.remove(path));
    }

    /** Folders appear at once and stay: an empty one is harmless. */
    @Override
    public void makeFolders(String path) {
        step();
        if (cutsNow()) {
            throw cut();
        }
        for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
            folders.add(path.substring(0, slash));
        }
        folders.add(path);
    }

    /** Makes all changes up to the last one in this folder durable: a journal keeps the order. */
    @Override
    public void flushFolder(String path) {
        step();
        if (cutsNow()) {
            throw cut();
        }
        int last = -1;
        for (int i = 0; i < pending.size(); i++) {
            if (pending.get(i).folder().equals(path)) {
                last = i;
            }
        }
        for (int i = 0; i <= last; i++) {
            pending.removeFirst().change().apply(durableNames);
        }
    }
}
