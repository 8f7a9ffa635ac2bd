using System.Security.Cryptography;
using EdgarApi.Client.Connections;
using EdgarApi.Client.Parameters;
using EdgarApi.Contracts;
using EdgarApi.Contracts.Responses;

namespace EdgarApi.Client.Resources;

/// <summary>The files of bulk data.</summary>
public sealed class DatasetsClient : Resource<DatasetsResponse, DatasetParameters>
{
    private readonly ApiConnection _connection;

    internal DatasetsClient(ApiConnection connection)
        : base(connection, ApiRoutes.Datasets) => _connection = connection;

    /// <summary>Downloads a file, without holding it in memory, and checks its hash.</summary>
    /// <param name="file">The file, from the list.</param>
    /// <param name="destination">Receives the bytes. After an error it has a part of them.</param>
    /// <param name="cancellationToken">Cancels the download.</param>
    /// <exception cref="EdgarApiException">The API responds with a problem.</exception>
    /// <exception cref="InvalidDataException">The bytes are not those of the list: the file was replaced since. List again.</exception>
    public async Task DownloadAsync(DatasetFileResponse file, Stream destination, CancellationToken cancellationToken = default)
    {
        using var response = await _connection.OpenAsync(file.Url, cancellationToken).ConfigureAwait(false);
        var content = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using var _ = content.ConfigureAwait(false);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 16];
        for (int read; (read = await content.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0;)
        {
            hash.AppendData(buffer, 0, read);
            await destination.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
        }

        if ($"\"{Convert.ToHexStringLower(hash.GetHashAndReset())}\"" != file.Etag)
            throw new InvalidDataException($"{file.Url} has other bytes than the list says: it was replaced since. List the files again.");
    }
}
