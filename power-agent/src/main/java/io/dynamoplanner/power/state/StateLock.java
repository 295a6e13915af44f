package io.dynamoplanner.power.state;

import io.dynamoplanner.power.BadInput;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The right to change the ownership file and the boards of this node. Two agents at a time would overwrite each other's file,
 * and what was before would be lost. The operating system takes the lock back when a process ends, however it ends.
 */
public final class StateLock implements AutoCloseable {
    /** The name inside the state directory. */
    public static final String NAME = "lock";

    private static final Logger LOG = LoggerFactory.getLogger(StateLock.class);

    private final Optional<FileChannel> channel;

    private StateLock(Optional<FileChannel> channel) {
        this.channel = channel;
    }

    /**
     * Takes the lock at once. Where no file can be made, on a full disk for instance, there is none: boards that are ours may
     * still be lowered then.
     *
     * @throws BadInput another process has it
     */
    public static StateLock take(Path directory) {
        Path file = directory.resolve(NAME);
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (isLocked(channel)) {
                return new StateLock(Optional.of(channel));
            }
            channel.close();
        } catch (IOException e) {
            LOG.warn("{} cannot be locked, so nothing keeps a second agent away: {}", file, e.toString());
            return new StateLock(Optional.empty());
        }
        throw new BadInput("--state-dir: another agent works with " + directory
                + "; run one agent on a node, or wait until the other one has ended");
    }

    /** For an agent that changes nothing. */
    public static StateLock none() {
        return new StateLock(Optional.empty());
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false; // by this very process
        }
    }

    @Override
    public String toString() {
        return channel.isPresent() ? "locked" : "not locked";
    }

    @Override
    public void close() {
        channel.ifPresent(open -> {
            try {
                open.close();
            } catch (IOException e) {
                LOG.debug("the lock ends with the process", e);
            }
        });
    }
}
