//! The storage that is made of the shared statements; what the engines do differently they bring along.

/// Implements [`super::Storage`] by the statements above. The type has two pools, `read` and `write`,
/// which may be the same, and `begin()`, `append_at_once(community, append)`, `destroyed()` and `backup_to(path)`,
/// where the engines differ.
///
/// It is a macro because sqlx's traits cannot say in few words "any database that knows integers,
/// texts, bytes and UUIDs".
macro_rules! sql_storage {
    ($storage:ty) => {
        #[async_trait::async_trait]
        impl Storage for $storage {
            async fn ready(&self) -> Result<(), StorageError> {
                sqlx::query(sql::READY).execute(&self.read).await?;
                Ok(())
            }

            async fn create_community(&self, new: NewCommunity) -> Result<(), StorageError> {
                let created = sqlx::query(sql::CREATE_COMMUNITY)
                    .bind(new.id)
                    .bind(new.name)
                    .bind(new.epoch)
                    .bind(new.settings)
                    .execute(&self.write)
                    .await?;
                match created.rows_affected() {
                    0 => Err(StorageError::Exists),
                    _ => Ok(()),
                }
            }

            async fn communities(&self) -> Result<Vec<CommunityRow>, StorageError> {
                let rows = sqlx::query_as(sql::COMMUNITIES)
                    .fetch_all(&self.read)
                    .await?;
                rows.into_iter().map(sql::community).collect()
            }

            async fn community(&self, community: Uuid) -> Result<CommunityRow, StorageError> {
                sqlx::query_as(sql::COMMUNITY)
                    .bind(community)
                    .fetch_optional(&self.read)
                    .await?
                    .map_or(Err(StorageError::NotFound), sql::community)
            }

            async fn head(&self, community: Uuid) -> Result<Head, StorageError> {
                let (epoch, head) = sqlx::query_as::<_, (Uuid, i64)>(sql::HEAD)
                    .bind(community)
                    .fetch_optional(&self.read)
                    .await?
                    .ok_or(StorageError::NotFound)?;
                Ok(Head {
                    epoch,
                    seq: sql::count(head)?,
                })
            }

            async fn append(&self, community: Uuid, append: &Append) -> Result<(), StorageError> {
                if self.append_at_once(community, append).await? {
                    return Ok(());
                }
                let head = sql::integer(append.head()?)?;
                let mut transaction = self.begin().await?;

                let moved = sqlx::query(sql::MOVE_HEAD)
                    .bind(head)
                    .bind(community)
                    .bind(sql::integer(append.expected_head)?)
                    .execute(&mut *transaction)
                    .await?;
                if moved.rows_affected() == 0 {
                    let (_, head) = sqlx::query_as::<_, (Uuid, i64)>(sql::HEAD)
                        .bind(community)
                        .fetch_optional(&mut *transaction)
                        .await?
                        .ok_or(StorageError::NotFound)?;
                    return Err(StorageError::Conflict {
                        head: sql::count(head)?,
                    });
                }

                for (statement, events) in sql::INSERT_EVENTS.pieces(&append.events) {
                    let mut insert = sqlx::query(statement).bind(community);
                    for event in events {
                        insert = insert.bind(sql::integer(event.seq)?).bind(&event.body);
                    }
                    insert.execute(&mut *transaction).await?;
                }

                let audiences: Vec<(&str, u64)> = append
                    .events
                    .iter()
                    .flat_map(|event| event.distinct_audiences().map(|name| (name, event.seq)))
                    .collect();
                for (statement, audiences) in sql::INSERT_AUDIENCES.pieces(&audiences) {
                    let mut insert = sqlx::query(statement).bind(community);
                    for (audience, seq) in audiences {
                        insert = insert.bind(*audience).bind(sql::integer(*seq)?);
                    }
                    insert.execute(&mut *transaction).await?;
                }

                for (statement, commands) in sql::INSERT_COMMANDS.pieces(&append.commands) {
                    let mut insert = sqlx::query(statement).bind(community);
                    for command in commands {
                        insert = insert
                            .bind(head)
                            .bind(command.client)
                            .bind(sql::integer(command.n)?)
                            .bind(command.id)
                            .bind(command.member)
                            .bind(&command.digest[..])
                            .bind(&command.outcome);
                    }
                    insert.execute(&mut *transaction).await.map_err(|error| {
                        if StorageError::is_unique_violation(&error) {
                            StorageError::Duplicate
                        } else {
                            error.into()
                        }
                    })?;
                }

                for blob in &append.blobs {
                    sqlx::query(sql::INSERT_BLOB)
                        .bind(community)
                        .bind(&blob.sha256[..])
                        .bind(&blob.audience)
                        .bind(&blob.media_type)
                        .bind(&blob.bytes)
                        .execute(&mut *transaction)
                        .await?;
                }

                for (sha256, audience) in &append.photos {
                    sqlx::query(sql::NAME_PHOTO)
                        .bind(community)
                        .bind(&sha256[..])
                        .bind(audience)
                        .execute(&mut *transaction)
                        .await?;
                }

                for (statement, slips) in sql::PUT_SLIPS.pieces(&append.slips) {
                    let mut put = sqlx::query(statement).bind(community);
                    for slip in slips {
                        put = put.bind(slip.motion).bind(slip.owner).bind(&slip.body);
                    }
                    put.execute(&mut *transaction).await?;
                }

                for motion in &append.emptied {
                    sqlx::query(sql::EMPTY_BOX)
                        .bind(community)
                        .bind(*motion)
                        .execute(&mut *transaction)
                        .await?;
                }

                transaction.commit().await?;
                if !append.emptied.is_empty() {
                    self.destroyed().await;
                }
                Ok(())
            }

            async fn slips(&self, community: Uuid) -> Result<Vec<SlipRow>, StorageError> {
                let rows = sqlx::query_as(sql::SLIPS)
                    .bind(community)
                    .fetch_all(&self.read)
                    .await?;
                Ok(rows.into_iter().map(sql::slip).collect())
            }

            async fn events_after(
                &self,
                community: Uuid,
                after: u64,
                limit: usize,
            ) -> Result<Vec<EventRow>, StorageError> {
                let rows = sqlx::query_as(sql::EVENTS_AFTER)
                    .bind(community)
                    .bind(sql::bound(after))
                    .bind(sql::bound(limit))
                    .fetch_all(&self.read)
                    .await?;
                sql::events(rows)
            }

            async fn pull(
                &self,
                community: Uuid,
                cursors: &[Cursor],
                limit: usize,
            ) -> Result<Vec<EventRow>, StorageError> {
                if cursors.is_empty() {
                    return Ok(Vec::new());
                }
                let statement = sqlx::AssertSqlSafe(sql::pull(cursors.len()));
                let mut query = sqlx::query_as(statement)
                    .bind(community)
                    .bind(sql::bound(limit));
                for cursor in cursors {
                    query = query.bind(&cursor.audience).bind(sql::bound(cursor.after));
                }
                sql::events(query.fetch_all(&self.read).await?)
            }

            async fn commands_from(
                &self,
                community: Uuid,
                head: u64,
            ) -> Result<Vec<CommandRow>, StorageError> {
                let rows = sqlx::query_as(sql::COMMANDS_FROM)
                    .bind(community)
                    .bind(sql::bound(head))
                    .fetch_all(&self.read)
                    .await?;
                rows.into_iter().map(sql::command).collect()
            }

            async fn blob(
                &self,
                community: Uuid,
                sha256: [u8; 32],
            ) -> Result<Option<BlobRow>, StorageError> {
                let row = sqlx::query_as(sql::BLOB)
                    .bind(community)
                    .bind(&sha256[..])
                    .fetch_optional(&self.read)
                    .await?;
                Ok(row.map(|(audience, media_type, bytes)| BlobRow {
                    sha256,
                    audience,
                    media_type,
                    bytes,
                }))
            }

            async fn photo(
                &self,
                community: Uuid,
                sha256: [u8; 32],
            ) -> Result<Option<PhotoRow>, StorageError> {
                let object: Option<Uuid> = sqlx::query_scalar(sql::PHOTO)
                    .bind(community)
                    .bind(&sha256[..])
                    .fetch_optional(&self.read)
                    .await?;
                let Some(object) = object else {
                    return Ok(None);
                };
                let senders = sqlx::query_scalar(sql::PHOTO_SENDERS)
                    .bind(community)
                    .bind(&sha256[..])
                    .fetch_all(&self.read)
                    .await?;
                let audiences = sqlx::query_scalar(sql::PHOTO_AUDIENCES)
                    .bind(community)
                    .bind(&sha256[..])
                    .fetch_all(&self.read)
                    .await?;
                Ok(Some(PhotoRow {
                    object,
                    senders,
                    audiences,
                }))
            }

            async fn photos(&self, community: Uuid) -> Result<Vec<([u8; 32], Uuid)>, StorageError> {
                let rows: Vec<(Vec<u8>, Uuid)> = sqlx::query_as(sql::PHOTOS)
                    .bind(community)
                    .fetch_all(&self.read)
                    .await?;
                rows.into_iter()
                    .map(|(sha256, object)| Ok((sql::digest(sha256)?, object)))
                    .collect()
            }

            async fn touch_photo(
                &self,
                community: Uuid,
                sha256: [u8; 32],
                member: Uuid,
                sent_at: i64,
            ) -> Result<Option<Uuid>, StorageError> {
                let mut transaction = self.begin().await?;
                let object: Option<Uuid> = sqlx::query_scalar(sql::TOUCH_PHOTO)
                    .bind(community)
                    .bind(&sha256[..])
                    .bind(sent_at)
                    .fetch_optional(&mut *transaction)
                    .await?;
                if object.is_some() {
                    sqlx::query(sql::ADD_PHOTO_SENDER)
                        .bind(community)
                        .bind(&sha256[..])
                        .bind(member)
                        .execute(&mut *transaction)
                        .await?;
                }
                transaction.commit().await?;
                Ok(object)
            }

            async fn add_photo(
                &self,
                community: Uuid,
                photo: &NewPhoto,
            ) -> Result<Uuid, StorageError> {
                let mut transaction = self.begin().await?;
                let object = sqlx::query_scalar(sql::ADD_PHOTO)
                    .bind(community)
                    .bind(&photo.sha256[..])
                    .bind(photo.sent_at)
                    .bind(photo.object)
                    .bind(sql::integer(photo.size)?)
                    .fetch_one(&mut *transaction)
                    .await?;
                sqlx::query(sql::ADD_PHOTO_SENDER)
                    .bind(community)
                    .bind(&photo.sha256[..])
                    .bind(photo.member)
                    .execute(&mut *transaction)
                    .await?;
                transaction.commit().await?;
                Ok(object)
            }

            async fn forget_photos(
                &self,
                community: Uuid,
                sent_before: i64,
            ) -> Result<Vec<Uuid>, StorageError> {
                let mut transaction = self.begin().await?;
                sqlx::query(sql::HOLD_HEAD)
                    .bind(community)
                    .execute(&mut *transaction)
                    .await?;
                let gone: Vec<(Vec<u8>, Uuid)> = sqlx::query_as(sql::FORGET_PHOTOS)
                    .bind(community)
                    .bind(sent_before)
                    .fetch_all(&mut *transaction)
                    .await?;
                for (sha256, _) in &gone {
                    sqlx::query(sql::FORGET_SENDERS)
                        .bind(community)
                        .bind(sha256)
                        .execute(&mut *transaction)
                        .await?;
                }
                transaction.commit().await?;
                Ok(gone.into_iter().map(|(_, object)| object).collect())
            }

            async fn snapshot(&self, community: Uuid) -> Result<Option<Snapshot>, StorageError> {
                let row = sqlx::query_as::<_, (i64, String, Vec<u8>)>(sql::SNAPSHOT)
                    .bind(community)
                    .fetch_optional(&self.read)
                    .await?;
                row.map(|(head, fingerprint, bytes)| {
                    let head = sql::count(head)?;
                    Ok(Snapshot {
                        head,
                        fingerprint,
                        bytes,
                    })
                })
                .transpose()
            }

            async fn put_snapshot(
                &self,
                community: Uuid,
                snapshot: Snapshot,
            ) -> Result<(), StorageError> {
                let put = sqlx::query(sql::PUT_SNAPSHOT)
                    .bind(community)
                    .bind(sql::integer(snapshot.head)?)
                    .bind(snapshot.fingerprint)
                    .bind(snapshot.bytes)
                    .execute(&self.write)
                    .await?;
                match put.rows_affected() {
                    0 => Err(StorageError::NotFound),
                    _ => Ok(()),
                }
            }

            async fn set_epoch(&self, community: Uuid, epoch: Uuid) -> Result<(), StorageError> {
                let changed = sqlx::query(sql::SET_EPOCH)
                    .bind(epoch)
                    .bind(community)
                    .execute(&self.write)
                    .await?;
                match changed.rows_affected() {
                    0 => Err(StorageError::NotFound),
                    _ => Ok(()),
                }
            }

            async fn backup(&self, path: &Path) -> Result<(), StorageError> {
                self.backup_to(path).await
            }

            async fn close(&self) {
                self.read.close().await;
                self.write.close().await;
            }
        }
    };
}
pub(super) use sql_storage;
