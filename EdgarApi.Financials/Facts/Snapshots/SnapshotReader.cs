using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using EdgarApi.Financials.Companies;
using ZstdSharp;

namespace EdgarApi.Financials.Facts;

/// <summary>Reads <see cref="SnapshotFormat"/>.</summary>
internal static class SnapshotReader
{
    public static CompanyFacts Read(ReadOnlySpan<byte> snapshot)
    {
        if (snapshot.Length < SnapshotFormat.PayloadOffset || !snapshot.StartsWith(SnapshotFormat.Magic))
            throw new CompanyFactsFormatException("not a snapshot of company facts", 0);
        if (snapshot[4] is not (SnapshotFormat.Version or SnapshotFormat.BrotliVersion))
            throw new CompanyFactsFormatException($"snapshot version {snapshot[4]} is unknown, {SnapshotFormat.Version} is expected", 4);
        Span<byte> checksum = stackalloc byte[16];
        XxHash128.Hash(snapshot[SnapshotFormat.LengthOffset..], checksum);
        if (!checksum.SequenceEqual(snapshot[SnapshotFormat.ChecksumOffset..SnapshotFormat.LengthOffset]))
            throw new CompanyFactsFormatException("the snapshot is damaged: its checksum differs", SnapshotFormat.ChecksumOffset);

        var length = BinaryPrimitives.ReadInt32LittleEndian(snapshot[SnapshotFormat.LengthOffset..]);
        if (length is < 0 or > SnapshotFormat.MaxPayload)
            throw new CompanyFactsFormatException($"a payload of {length} bytes", SnapshotFormat.LengthOffset);
        var buffer = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            if (!TryDecompress(snapshot[4], snapshot[SnapshotFormat.PayloadOffset..], buffer.AsSpan(0, length)))
                throw new CompanyFactsFormatException("the snapshot's payload does not decompress", SnapshotFormat.PayloadOffset);
            var cursor = new SnapshotCursor(buffer.AsSpan(0, length));
            return ReadPayload(ref cursor);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Decompresses exactly as many bytes as there is room for.</summary>
    private static bool TryDecompress(byte version, ReadOnlySpan<byte> compressed, Span<byte> payload)
    {
        if (version == SnapshotFormat.BrotliVersion)
            return BrotliDecoder.TryDecompress(compressed, payload, out var written) && written == payload.Length;
        using var decompressor = new Decompressor();
        try
        {
            return decompressor.TryUnwrap(compressed, payload, out var unwrapped) && unwrapped == payload.Length;
        }
        catch (ZstdException)
        {
            return false;
        }
    }

    private static CompanyFacts ReadPayload(ref SnapshotCursor cursor)
    {
        var cik = new Cik(cursor.Long());
        var name = cursor.Text();
        var taxonomies = ReadTable(ref cursor);
        var units = ReadTable(ref cursor);
        var forms = ReadTable(ref cursor);
        var fiscalPeriods = ReadTable(ref cursor);
        var frames = ReadTable(ref cursor);

        var concepts = new FactConcept[cursor.Count()];
        for (var i = 0; i < concepts.Length; i++)
            concepts[i] = new FactConcept(
                taxonomies[cursor.Index(taxonomies.Length)], cursor.Bytes(), cursor.Long() == 0 ? null : cursor.Bytes().ToArray());
        var filings = new FactFiling[cursor.Count()];
        var day = 0;
        for (var i = 0; i < filings.Length; i++)
        {
            var accession = new Accession(cursor.Long());
            day = cursor.Day(day + cursor.Long());
            var form = forms[cursor.Index(forms.Length)];
            var year = cursor.Index(10_001);
            var period = cursor.Index(fiscalPeriods.Length + 1);
            filings[i] = new FactFiling(
                accession, form, DateOnly.FromDayNumber(day), year == 0 ? null : year - 1, period == 0 ? null : fiscalPeriods[period - 1]);
        }
        var series = new FactSeries[cursor.Count()];
        var first = 0;
        for (var i = 0; i < series.Length; i++)
        {
            series[i] = new FactSeries(cursor.Index(concepts.Length), units[cursor.Index(units.Length)], first, cursor.Count());
            first += series[i].Count;
        }
        var columns = ReadColumns(ref cursor, series, filings.Length, frames.Length);
        return new CompanyFacts(cik, name, concepts, series, filings, frames, columns);
    }

    private static FactColumns ReadColumns(ref SnapshotCursor cursor, FactSeries[] series, int filingCount, int frameCount)
    {
        var count = cursor.Count();
        if (count != (series.Length == 0 ? 0 : series[^1].End)) throw cursor.Damaged("series and rows do not agree");
        SnapshotCursor ends = cursor.Stream(), days = cursor.Stream(), filingDeltas = cursor.Stream();
        var frames = cursor.Bytes().ToArray();
        SnapshotCursor codes = cursor.Stream(), mantissas = cursor.Stream();
        // Not cleared, because the loop writes every row.
        int[] start = GC.AllocateUninitializedArray<int>(count), end = GC.AllocateUninitializedArray<int>(count);
        var value = GC.AllocateUninitializedArray<decimal>(count);
        var filing = GC.AllocateUninitializedArray<ushort>(count);
        var trailingZeros = GC.AllocateUninitializedArray<byte>(count);
        foreach (var part in series)
        {
            int lastEnd = 0, lastFiling = 0;
            var lastValue = 0m;
            byte lastZeros = 0;
            for (var row = part.First; row < part.End; row++)
            {
                end[row] = lastEnd = ends.Day((long)lastEnd + ends.Signed());
                var length = days.Int();
                start[row] = length == 0 ? FactColumns.Instant : days.Day((long)lastEnd - length + 1);
                lastFiling += filingDeltas.Signed();
                if ((uint)lastFiling >= (uint)filingCount) throw filingDeltas.Damaged("a filing that is not there");
                filing[row] = (ushort)lastFiling;
                var code = codes.Int();
                if (code != SnapshotFormat.SameValue) (lastValue, lastZeros) = ReadValue(ref mantissas, (uint)code - 1);
                (value[row], trailingZeros[row]) = (lastValue, lastZeros);
            }
        }
        return new FactColumns(
            start, end, value, filing, new Lazy<ushort[]>(() => ReadFrames(frames, start, end, frameCount)), trailingZeros);
    }

    private static ushort[] ReadFrames(ReadOnlySpan<byte> bytes, int[] start, int[] end, int frameCount)
    {
        var cursor = new SnapshotCursor(bytes);
        var frames = new ushort[end.Length];
        var frameOf = new Dictionary<long, ushort>(1024);
        for (var row = 0; row < frames.Length; row++)
            frames[row] = ReadFrame(ref cursor, frameOf, SnapshotFormat.PeriodKey(start[row], end[row]), frameCount);
        return frames;
    }

    private static ushort ReadFrame(ref SnapshotCursor frames, Dictionary<long, ushort> frameOf, long period, int frameCount)
    {
        var code = (uint)frames.Int();
        if (code == SnapshotFormat.NoFrame) return 0;
        if (code == SnapshotFormat.SameFrame)
            return frameOf.TryGetValue(period, out var last) ? last : throw frames.Damaged("a frame that was not seen");
        var frame = code - SnapshotFormat.FirstFrame + 1;
        if (frame > frameCount) throw frames.Damaged("a frame that is not there");
        return frameOf[period] = (ushort)frame;
    }

    /// <summary>Reads a number, and how many zeros it ends with if it is whole.</summary>
    private static (decimal Value, byte TrailingZeros) ReadValue(ref SnapshotCursor mantissas, uint code)
    {
        uint scale = code / SnapshotFormat.ScaleStep, zeros = code % SnapshotFormat.ScaleStep;
        if (scale > 28) throw mantissas.Damaged("a number beyond a decimal's range");
        if (!mantissas.TryNarrow(out var number)) return CreateValue(mantissas, mantissas.Wide(), scale, zeros);
        // Nearly all amounts fit into 64 bits, with which arithmetic is faster.
        if (zeros >= NarrowPowersOfTen.Length
            || Math.BigMul(number >> 1, NarrowPowersOfTen[zeros], out var amount) != 0 || amount > long.MaxValue)
            return CreateValue(mantissas, number, scale, zeros);
        var value = new decimal((int)(uint)amount, (int)(uint)(amount >> 32), 0, (number & 1) == 1, (byte)scale);
        return (value, amount == 0 ? TrailingZeros.OfZero : zeros > scale ? (byte)(zeros - scale) : (byte)0);
    }

    private static (decimal Value, byte TrailingZeros) CreateValue(SnapshotCursor mantissas, UInt128 wide, uint scale, uint zeros)
    {
        var negative = (wide & 1) == 1;
        var mantissa = (wide >> 1) * PowersOfTen[zeros];
        if ((ulong)(mantissa >> 96) != 0) throw mantissas.Damaged("a number beyond a decimal's range");
        var low = (ulong)mantissa;
        var value = new decimal((int)(uint)low, (int)(uint)(low >> 32), (int)(uint)(mantissa >> 64), negative, (byte)scale);
        return (value, TrailingZeros.Count(value));
    }

    private static readonly UInt128[] PowersOfTen = CreatePowersOfTen();

    /// <summary>Those of 64 bits.</summary>
    private static readonly ulong[] NarrowPowersOfTen =
        [.. PowersOfTen.Where(power => power <= ulong.MaxValue).Select(power => (ulong)power)];

    private static UInt128[] CreatePowersOfTen()
    {
        var powers = new UInt128[SnapshotFormat.ScaleStep];
        powers[0] = 1;
        for (var i = 1; i < powers.Length; i++) powers[i] = powers[i - 1] * 10;
        return powers;
    }

    private static string[] ReadTable(ref SnapshotCursor cursor)
    {
        var table = new string[cursor.Count()];
        for (var i = 0; i < table.Length; i++) table[i] = cursor.Text();
        return table;
    }
}
