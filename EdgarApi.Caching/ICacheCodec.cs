namespace EdgarApi.Caching;

/// <summary>How values of a cache look as bytes.</summary>
public interface ICacheCodec<T>
{
    /// <summary>Differs whenever the layout does: bytes of another layout are no value.</summary>
    byte Layout { get; }

    /// <summary>Memory that a value takes, in bytes.</summary>
    long GetSize(T value);

    /// <summary>Writes a value.</summary>
    void Write(BinaryWriter output, T value);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    T Read(BinaryReader input);
}
