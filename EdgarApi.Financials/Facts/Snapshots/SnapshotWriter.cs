using System.Buffers;
using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;
using ZstdSharp;

namespace EdgarApi.Financials.Facts;

/// <summary>Writes <see cref="SnapshotFormat"/>.</summary>
internal static class SnapshotWriter
{
    // As fast as Brotli's quality 6 for 3 to 7 % more bytes. Higher levels take longer and save little.
    private const int CompressionLevel = 7;

    public static byte[] Write(CompanyFacts facts)
    {
        var payload = new ByteSink();
        WriteHeader(payload, facts);
        WriteColumns(payload, facts);

        using var compressor = new Compressor(CompressionLevel);
        var snapshot = new byte[SnapshotFormat.PayloadOffset + Compressor.GetCompressBound(payload.Written.Length)];
        var length = SnapshotFormat.PayloadOffset + compressor.Wrap(payload.Written, snapshot.AsSpan(SnapshotFormat.PayloadOffset));
        SnapshotFormat.Magic.CopyTo(snapshot);
        snapshot[4] = SnapshotFormat.Version;
        BinaryPrimitives.WriteInt32LittleEndian(snapshot.AsSpan(SnapshotFormat.LengthOffset), payload.Written.Length);
        XxHash128.Hash(snapshot.AsSpan(SnapshotFormat.LengthOffset, length - SnapshotFormat.LengthOffset),
            snapshot.AsSpan(SnapshotFormat.ChecksumOffset));
        return snapshot[..length];
    }

    private static void WriteHeader(ByteSink sink, CompanyFacts facts)
    {
        sink.Number((ulong)facts.Cik.Value);
        sink.Text(facts.EntityName);
        var taxonomies = WriteTable(sink, facts.Concepts.Select(c => c.Taxonomy));
        var units = WriteTable(sink, facts.Series.Select(s => s.Unit));
        var forms = WriteTable(sink, facts.Filings.Select(f => f.Form));
        var fiscalPeriods = WriteTable(sink, facts.Filings.Where(f => f.FiscalPeriod is not null).Select(f => f.FiscalPeriod!));
        WriteTable(sink, facts.Frames);

        sink.Number((ulong)facts.Concepts.Length);
        foreach (var concept in facts.Concepts)
        {
            sink.Number((ulong)taxonomies[concept.Taxonomy]);
            sink.Text(concept.Name);
            sink.Number(concept.Label is null ? 0UL : 1UL);
            if (concept.Label is not null) sink.Text(concept.Label);
        }
        sink.Number((ulong)facts.Filings.Length);
        var day = 0;
        foreach (var filing in facts.Filings)
        {
            sink.Number((ulong)filing.Accession.Value);
            sink.Number((ulong)(filing.Filed.DayNumber - day));
            day = filing.Filed.DayNumber;
            sink.Number((ulong)forms[filing.Form]);
            sink.Number(filing.FiscalYear is { } year ? (ulong)year + 1 : 0);
            sink.Number(filing.FiscalPeriod is { } period ? (ulong)fiscalPeriods[period] + 1 : 0);
        }
        sink.Number((ulong)facts.Series.Length);
        foreach (var series in facts.Series)
        {
            sink.Number((ulong)series.Concept);
            sink.Number((ulong)units[series.Unit]);
            sink.Number((ulong)series.Count);
        }
    }

    private static void WriteColumns(ByteSink payload, CompanyFacts facts)
    {
        ByteSink ends = new(), days = new(), filings = new(), frames = new(), values = new(), mantissas = new();
        var columns = facts.Columns;
        var frameOf = new Dictionary<long, ushort>();
        foreach (var series in facts.Series)
        {
            int lastEnd = 0, lastFiling = 0;
            for (var row = series.First; row < series.End; row++)
            {
                int start = columns.Start[row], end = columns.End[row];
                ends.Signed(end - lastEnd);
                days.Number(start == FactColumns.Instant ? 0 : (ulong)(end - start + 1));
                filings.Signed(columns.Filing[row] - lastFiling);
                (lastEnd, lastFiling) = (end, columns.Filing[row]);
                WriteFrame(frames, frameOf, SnapshotFormat.PeriodKey(start, end), columns.Frame[row]);
                if (row > series.First && SameDigits(columns.Value[row], columns.Value[row - 1])) values.Number(SnapshotFormat.SameValue);
                else WriteValue(values, mantissas, columns.Value[row]);
            }
        }
        payload.Number((ulong)facts.Count);
        foreach (var stream in (ReadOnlySpan<ByteSink>)[ends, days, filings, frames, values, mantissas])
        {
            payload.Number((ulong)stream.Written.Length);
            payload.Bytes(stream.Written);
        }
    }

    private static void WriteFrame(ByteSink sink, Dictionary<long, ushort> frameOf, long period, ushort frame)
    {
        if (frame == 0) sink.Number(SnapshotFormat.NoFrame);
        else if (frameOf.TryGetValue(period, out var last) && last == frame) sink.Number(SnapshotFormat.SameFrame);
        else
        {
            sink.Number(SnapshotFormat.FirstFrame + (ulong)frame - 1);
            frameOf[period] = frame;
        }
    }

    private static void WriteValue(ByteSink codes, ByteSink mantissas, decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        var mantissa = new UInt128((uint)bits[2], ((ulong)(uint)bits[1] << 32) | (uint)bits[0]);
        uint zeros = 0;
        while (mantissa != 0 && mantissa % 10 == 0) (mantissa, zeros) = (mantissa / 10, zeros + 1);
        codes.Number(1 + zeros + SnapshotFormat.ScaleStep * value.Scale);
        mantissas.Wide((mantissa << 1) | (decimal.IsNegative(value) ? 1u : 0u));
    }

    /// <summary>Equal in value and in digits: 1.5 is not 1.50.</summary>
    private static bool SameDigits(decimal a, decimal b) => a == b && a.Scale == b.Scale && decimal.IsNegative(a) == decimal.IsNegative(b);

    private static Dictionary<string, int> WriteTable(ByteSink sink, IEnumerable<string> texts)
    {
        var table = texts.Distinct(StringComparer.Ordinal).ToArray();
        sink.Number((ulong)table.Length);
        foreach (var text in table) sink.Text(text);
        return table.Select((text, index) => (text, index)).ToDictionary(x => x.text, x => x.index, StringComparer.Ordinal);
    }

    /// <summary>A growing run of bytes.</summary>
    private sealed class ByteSink
    {
        private readonly ArrayBufferWriter<byte> _buffer = new(4096);

        public ReadOnlySpan<byte> Written => _buffer.WrittenSpan;

        public void Bytes(ReadOnlySpan<byte> bytes) => _buffer.Write(bytes);

        public void Number(ulong value) => Wide(value);

        public void Signed(int value) => Number((ulong)(uint)((value << 1) ^ (value >> 31)));

        public void Wide(UInt128 value)
        {
            var span = _buffer.GetSpan(19);
            var length = 0;
            for (; value > 0x7F; value >>= 7) span[length++] = (byte)((uint)(value & 0x7F) | 0x80);
            span[length++] = (byte)value;
            _buffer.Advance(length);
        }

        public void Text(string text)
        {
            Number((ulong)Encoding.UTF8.GetByteCount(text));
            Encoding.UTF8.GetBytes(text, _buffer);
        }
    }
}
