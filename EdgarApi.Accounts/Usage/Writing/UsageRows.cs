using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using EdgarApi.Caching;

namespace EdgarApi.Accounts.Usage.Writing;

/// <summary>
/// Records as rows of <c>COPY … (FORMAT binary)</c> (PostgreSQL documentation, COPY, "Binary Format"): encoded once, and then sent to the primary or kept on disk as they are.
/// </summary>
internal sealed class UsageRows
{
    /// <summary>The columns in the order of the rows. Spooled rows are in it too: a change is another layout of <see cref="Spool.SpoolFrame"/>.</summary>
    public const string Columns =
        "request_timestamp, key_id, user_id, organization_id, tier, endpoint, status_code, company_cik, duration_us, response_bytes, cache_level, target";

    private const short Fields = 12;
    private const int Null = -1;
    private const int InitialBytes = 32 * 1024;

    /// <summary>All fields but the texts.</summary>
    private const int FixedBytes = 2 + Fields * 4 + 6 * 8 + 4 + 2;

    private static readonly DateTime Epoch = new(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private ArrayBufferWriter<byte> buffer = new(InitialBytes);
    private ArrayBufferWriter<byte>? taken;
    private ArrayBufferWriter<byte>? spare;
    private DateTime first = DateTime.MaxValue;

    /// <summary>What a COPY begins with: signature, flags, and no extension.</summary>
    public static ReadOnlyMemory<byte> Header { get; } = (byte[])[.. "PGCOPY\n"u8, 0xff, .. "\r\n\0"u8, 0, 0, 0, 0, 0, 0, 0, 0];

    /// <summary>What it ends with.</summary>
    public static ReadOnlyMemory<byte> Trailer { get; } = new byte[] { 0xff, 0xff };

    public int Count { get; private set; }

    public void Add(in UsageRecord record)
    {
        var span = buffer.GetSpan(FixedBytes + 3 * (Length(record.Tier) + Length(record.Endpoint) + Length(record.Target) + 8));
        var row = new RowWriter(span);
        row.Short(Fields);
        row.Field((record.Timestamp - Epoch).Ticks / TimeSpan.TicksPerMicrosecond);
        row.Field(record.KeyId);
        row.Field(record.UserId);
        row.Field(record.OrganizationId);
        row.Field(record.Tier);
        row.Field(record.Endpoint);
        row.Int(sizeof(short));
        row.Short(record.Status);
        row.Field(record.Cik);
        row.Int(sizeof(int));
        row.Int(record.Microseconds);
        row.Field(record.Bytes);
        row.Field(GetName(record.Cache));
        row.Field(record.Target);
        buffer.Advance(row.Written);
        Count++;
        if (record.Timestamp < first) first = record.Timestamp;
    }

    /// <summary>Hands over what was added, and begins anew.</summary>
    public UsageBatch Take(DateTime now)
    {
        var batch = new UsageBatch(Guid.CreateVersion7(now), now, first, Count, buffer.WrittenMemory);
        (taken, buffer, spare) = (buffer, spare ?? new ArrayBufferWriter<byte>(InitialBytes), null);
        (Count, first) = (0, DateTime.MaxValue);
        return batch;
    }

    /// <summary>
    /// Says that nobody reads the batch last taken any more, so that its memory is written to again: in a rush batches are of the size for which a new array each time
    /// would keep the garbage collector at work.
    /// </summary>
    public void Reuse()
    {
        taken?.ResetWrittenCount();
        (spare, taken) = (taken, null);
    }

    /// <summary>As in the header <c>X-Cache</c>.</summary>
    private static string? GetName(CacheResult? cache) => cache switch
    {
        CacheResult.HitMemory => "hit-l1",
        CacheResult.HitRedis => "hit-l2",
        CacheResult.Miss => "miss",
        CacheResult.Stale => "stale",
        _ => null,
    };

    private static int Length(string? text) => text?.Length ?? 0;

    private ref struct RowWriter(Span<byte> span)
    {
        private readonly Span<byte> span = span;

        public int Written { get; private set; }

        public void Short(short value)
        {
            BinaryPrimitives.WriteInt16BigEndian(span[Written..], value);
            Written += sizeof(short);
        }

        public void Int(int value)
        {
            BinaryPrimitives.WriteInt32BigEndian(span[Written..], value);
            Written += sizeof(int);
        }

        public void Field(long? value)
        {
            Int(value is null ? Null : sizeof(long));
            if (value is null) return;
            BinaryPrimitives.WriteInt64BigEndian(span[Written..], value.Value);
            Written += sizeof(long);
        }

        public void Field(string? text)
        {
            if (text is null)
            {
                Int(Null);
                return;
            }

            var length = Encoding.UTF8.GetBytes(text, span[(Written + sizeof(int))..]);
            Int(length);
            Written += length;
        }
    }
}
