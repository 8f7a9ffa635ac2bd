using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using EdgarApi.Caching;
using EdgarApi.Contracts;

namespace EdgarApi.Accounts.Usage.Writing;

/// <summary>
/// Encodes records as rows of <c>COPY … (FORMAT binary)</c> (PostgreSQL documentation, COPY, "Binary Format"). Each record is encoded once;
/// the result is sent to the primary or written to disk unchanged.
/// </summary>
internal sealed class UsageRows
{
    /// <summary>
    /// The columns in the order of the fields. Spooled rows use it too: changing it requires a new version of
    /// <see cref="Spool.SpoolFrame"/>.
    /// </summary>
    public const string Columns =
        "request_timestamp, key_id, user_id, organization_id, tier, endpoint, status_code, company_cik, duration_us, "
        + "response_bytes, cache_level, target";

    private const short Fields = 12;
    private const int Null = -1;
    private const int InitialBytes = 32 * 1024;

    /// <summary>Bytes of all fields except the texts.</summary>
    private const int FixedBytes = 2 + Fields * 4 + 6 * 8 + 4 + 2;

    private static readonly DateTime Epoch = new(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private ArrayBufferWriter<byte> _buffer = new(InitialBytes);
    private ArrayBufferWriter<byte>? _taken;
    private ArrayBufferWriter<byte>? _spare;
    private DateTime _first = DateTime.MaxValue;

    /// <summary>Start of a COPY: signature, flags, no extension.</summary>
    public static ReadOnlyMemory<byte> Header { get; } = (byte[])[.. "PGCOPY\n"u8, 0xff, .. "\r\n\0"u8, 0, 0, 0, 0, 0, 0, 0, 0];

    /// <summary>End of a COPY.</summary>
    public static ReadOnlyMemory<byte> Trailer { get; } = new byte[] { 0xff, 0xff };

    public int Count { get; private set; }

    public void Add(in UsageRecord record)
    {
        var span = _buffer.GetSpan(FixedBytes + 3 * (Length(record.Tier) + Length(record.Endpoint) + Length(record.Target) + 8));
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
        _buffer.Advance(row.Written);
        Count++;
        if (record.Timestamp < _first) _first = record.Timestamp;
    }

    /// <summary>Returns the added rows as a batch and starts a new one.</summary>
    public UsageBatch Take(DateTime now)
    {
        var batch = new UsageBatch(Guid.CreateVersion7(now), now, _first, Count, _buffer.WrittenMemory);
        (_taken, _buffer, _spare) = (_buffer, _spare ?? new ArrayBufferWriter<byte>(InitialBytes), null);
        (Count, _first) = (0, DateTime.MaxValue);
        return batch;
    }

    /// <summary>
    /// Declares the last batch unused, so that its memory can be reused. Under load, allocating a new array for each batch would keep the
    /// garbage collector busy.
    /// </summary>
    public void Reuse()
    {
        _taken?.ResetWrittenCount();
        (_spare, _taken) = (_taken, null);
    }

    /// <summary>The value of the <c>X-Cache</c> header.</summary>
    private static string? GetName(CacheResult? cache) => cache switch
    {
        CacheResult.HitMemory => CacheStates.HitMemory,
        CacheResult.HitRedis => CacheStates.HitRedis,
        CacheResult.Miss => CacheStates.Miss,
        CacheResult.Stale => CacheStates.Stale,
        _ => null,
    };

    private static int Length(string? text) => text?.Length ?? 0;

    private ref struct RowWriter(Span<byte> span)
    {
        private readonly Span<byte> _span = span;

        public int Written { get; private set; }

        public void Short(short value)
        {
            BinaryPrimitives.WriteInt16BigEndian(_span[Written..], value);
            Written += sizeof(short);
        }

        public void Int(int value)
        {
            BinaryPrimitives.WriteInt32BigEndian(_span[Written..], value);
            Written += sizeof(int);
        }

        public void Field(long? value)
        {
            Int(value is null ? Null : sizeof(long));
            if (value is null) return;
            BinaryPrimitives.WriteInt64BigEndian(_span[Written..], value.Value);
            Written += sizeof(long);
        }

        public void Field(string? text)
        {
            if (text is null)
            {
                Int(Null);
                return;
            }

            var length = Encoding.UTF8.GetBytes(text, _span[(Written + sizeof(int))..]);
            Int(length);
            Written += length;
        }
    }
}
