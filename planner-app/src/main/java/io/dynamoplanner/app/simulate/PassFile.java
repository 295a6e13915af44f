package io.dynamoplanner.app.simulate;

import io.dynamoplanner.sim.engine.ForwardPass;
import io.dynamoplanner.sim.engine.ForwardPasses;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;

/** Forward passes as a gzipped CSV file, a line per pass as it comes. Long runs have many millions of them. */
final class PassFile implements ForwardPasses, AutoCloseable {
    private final BufferedWriter out;

    PassFile(Path file) throws IOException {
        out = new BufferedWriter(
                new OutputStreamWriter(new GZIPOutputStream(Files.newOutputStream(file)), StandardCharsets.UTF_8));
        out.write("role,engine,start_s,wall_ms,prefill_tokens,decode_requests,kv_tokens\n");
    }

    @Override
    public void take(ForwardPass pass) {
        try {
            out.append(pass.role().name()).append(',').append(Long.toString(pass.engine()));
            out.append(String.format(Locale.ROOT, ",%.4f,%.4f,", pass.startS(), pass.wallS() * 1000));
            out.append(Integer.toString(pass.prefillTokens())).append(',');
            out.append(Integer.toString(pass.decodeRequests())).append(',');
            out.append(Long.toString(pass.kvTokens())).append('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
