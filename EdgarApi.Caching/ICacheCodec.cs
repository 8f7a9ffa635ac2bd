namespace EdgarApi.Caching;

/// <summary>Converts cached values to bytes and back.</summary>
public interface ICacheCodec<T>
{
    /// <summary>Version of the byte layout. Entries with a different layout are ignored.</summary>
    byte Layout { get; }

    /// <summary>Size of a value in memory, in bytes.</summary>
    long GetSize(T value);

    /// <summary>Writes a value.</summary>
    void Write(BinaryWriter output, T value);

    /// <summary>Reads a value written by <see cref="Write"/>.</summary>
    T Read(BinaryReader input);
}
